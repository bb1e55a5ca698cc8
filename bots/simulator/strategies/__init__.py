"""Strategies (规则组): who looks after which part of the corp's customers and moments."""

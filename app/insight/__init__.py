"""Portraits and overviews: reads everything, writes nothing."""

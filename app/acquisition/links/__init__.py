"""Acquisition links (获客助手): addresses that bring customers, each for a price."""

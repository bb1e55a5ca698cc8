"""Acquisition links (获客助手): links, the quota they spend, and what their customers do."""

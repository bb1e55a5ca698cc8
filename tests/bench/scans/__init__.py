"""Everybody scans in the same second, and WeCom repeats itself: `python -m tests.bench.scans`."""

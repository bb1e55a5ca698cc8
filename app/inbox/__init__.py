"""Every fact is kept before any work is done on it."""

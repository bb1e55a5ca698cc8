"""Lists of phone numbers, from the import to the pass rate."""

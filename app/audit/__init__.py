"""What must always be true of what we keep, and whether it is."""

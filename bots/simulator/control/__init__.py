"""The control API under /sim: time, people, troubles, and looking at the truth."""

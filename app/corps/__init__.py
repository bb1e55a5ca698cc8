"""The corps that live in this house, their apps and their secrets."""

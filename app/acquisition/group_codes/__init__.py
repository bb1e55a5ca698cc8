"""Group live codes (群活码): codes that lead into customer groups."""

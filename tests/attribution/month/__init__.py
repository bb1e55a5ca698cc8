"""A month of people who come, write, leave and come back, counted twice by strangers."""

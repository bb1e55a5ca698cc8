"""Live codes (活码): the door through which customers come."""

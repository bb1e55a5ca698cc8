"""Troubles to order: for calls of the API, for callbacks, and for lists that lag behind."""

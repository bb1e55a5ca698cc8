"""Every word is decided and written down before it is spoken."""

"""The mirror of WeCom's address book: staff, customers, follows and tags."""

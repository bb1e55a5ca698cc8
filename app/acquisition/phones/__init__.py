"""Adding friends by a list of phone numbers (手机号名单): imported, given to staff, matched on add."""

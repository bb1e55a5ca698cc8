"""Where customers come from, and what becomes of them: by live code, member and day."""

"""WeCom speaks to us: verify, open, name, keep, answer."""

"""A local WeCom (企业微信): its API, its encrypted callbacks and its people, on loopback."""

"""微信客服 (kf): accounts that any WeChat user may write to, pulled by sync_msg."""

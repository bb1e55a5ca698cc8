"""Proofs by trouble: everybody is killed, WeCom misbehaves, and nothing is lost or doubled."""

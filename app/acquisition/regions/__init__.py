"""Stores (门店): one printed code, and each visitor is led to the store of their choice."""

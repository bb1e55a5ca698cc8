"""Welcomes speak to the same scripted WeCom as live codes."""

from tests.acquisition.conftest import wecom

__all__ = ["wecom"]

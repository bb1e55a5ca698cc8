"""Whether a page is looked at inside WeCom's own client."""

from flask import request


def is_in_wecom() -> bool:
    """WeCom says so in its User-Agent; it only decides what is offered, never who may come in."""
    return "wxwork/" in request.user_agent.string.lower()

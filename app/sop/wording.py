"""Fills the names into a step's text, and keeps words inside WeCom's byte limits. Pure."""

CUSTOMER = "{客户昵称}"
STAFF = "{员工姓名}"
NAMELESS = "朋友"
LONGEST_NAME = 32  # characters; a longer nickname is cut, so that a checked text stays sendable


def fill(text: str, *, customer: str, staff: str) -> str:
    """`text` with the names in it."""
    named = text.replace(CUSTOMER, customer[:LONGEST_NAME] or NAMELESS)
    return named.replace(STAFF, staff[:LONGEST_NAME])


def longest(text: str) -> int:
    """Bytes that `text` takes at most once names are filled in."""
    name = "名" * LONGEST_NAME
    return len(fill(text, customer=name, staff=name).encode())


def clip(text: str, limit: int) -> str:
    """At most `limit` bytes of `text`, never half a character, with … where it was cut."""
    encoded = text.encode()
    if len(encoded) <= limit:
        return text
    return encoded[: limit - len("…".encode())].decode(errors="ignore") + "…"

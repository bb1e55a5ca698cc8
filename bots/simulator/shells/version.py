"""Versions of the client: which one a page meets, and which one an API wants."""

FROM_TELLS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"


def user_agent(version: str) -> str:
    """By the word wxwork a page knows WeCom."""
    return f"{FROM_TELLS} Chrome/126.0.0.0 Safari/537.36 wxwork/{version} MicroMessenger/7.0.1"


def parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def is_older(version: str, than: str) -> bool:
    return parts(version) < parts(than)

"""The only way to fetch an address that a customer, a colleague or a web page has chosen.

https alone, resolved once and pinned to that public address, each redirect judged anew, and an end
to how much and how long: an address may not make us look inside our own network.
"""

import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
from requests_hardened.client import HTTPSession
from requests_hardened.config import Config
from requests_hardened.ip_filter import InvalidIPAddress

MOST_REDIRECTS = 3
CHUNK = 64 * 1024


class EgressRefused(Exception):
    """The address may not be fetched, or what it gave may not be taken; `why` is for a person."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Fetched:
    """What an address gave. `url` is where it was found in the end."""

    url: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Bounds:
    """How much to take: bytes of the body, seconds of real time for everything together.

    `loopback` lets the demo's own http addresses pass: never set it in production.
    """

    most_bytes: int = 2 * 1024 * 1024
    seconds: float = 10.0
    loopback: bool = False


def fetch(url: str, bounds: Bounds | None = None) -> Fetched:
    """GET `url`. Raises EgressRefused for whatever may not or cannot be had."""
    bounds = bounds or Bounds()
    until = time.monotonic() + bounds.seconds
    with _session(bounds) as session:
        for _ in range(MOST_REDIRECTS + 1):
            check(url, loopback=bounds.loopback)
            found = _visit(session, url, bounds, until)
            if isinstance(found, Fetched):
                return found
            url = urljoin(url, found)
    raise EgressRefused(f"more than {MOST_REDIRECTS} redirects")


def check(url: str, *, loopback: bool = False) -> None:
    """Refuse an address by its looks, before anything is resolved."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise EgressRefused("not an address") from error
    if parts.scheme != "https" and not (loopback and parts.scheme == "http"):
        raise EgressRefused("only https addresses are fetched")
    if not parts.hostname:
        raise EgressRefused("the address names no host")
    if parts.username is not None or parts.password is not None:
        raise EgressRefused("an address with a name or password in it is not fetched")
    if port not in (None, 443) and not loopback:
        raise EgressRefused("only the usual port 443 is fetched")


def _session(bounds: Bounds) -> HTTPSession:
    session = HTTPSession(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=bounds.loopback,
            never_redirect=True,
            default_timeout=(3.0, 5.0),
            user_agent_override="Lianke",
        )
    )
    session.trust_env = False  # a proxy would resolve the name for itself
    return session


def _visit(session: HTTPSession, url: str, bounds: Bounds, until: float) -> Fetched | str:
    """What is there, or where else to look."""
    try:
        with session.get(url, stream=True, headers={"Accept-Encoding": "identity"}) as response:
            if response.is_redirect:
                return str(response.headers["Location"])
            if response.status_code != 200:
                raise EgressRefused(f"the address answers HTTP {response.status_code}")
            kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
            return Fetched(url, kind, _body(response, bounds, until))
    except InvalidIPAddress as error:
        raise EgressRefused("the address leads into a private network") from error
    except (requests.RequestException, UnicodeError) as error:
        raise EgressRefused(f"the address cannot be fetched: {type(error).__name__}") from error


def _body(response: requests.Response, bounds: Bounds, until: float) -> bytes:
    """The body, read by and by: a body that never ends, or drips, is left."""
    taken = bytearray()
    while chunk := response.raw.read1(CHUNK):
        taken += chunk
        if len(taken) > bounds.most_bytes:
            raise EgressRefused(f"larger than {bounds.most_bytes} bytes")
        if time.monotonic() > until:
            raise EgressRefused(f"slower than {bounds.seconds:g} seconds")
    return bytes(taken)

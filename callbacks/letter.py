"""A callback as it arrived: which app it is for, what vouches for it, and the sealed words."""

import re
from typing import NamedTuple, Self
from urllib.parse import unquote_plus

from callbacks import envelope
from callbacks.envelope import Keys, Seal

_ASKED = re.compile(r"(?:^|&)(msg_signature|timestamp|nonce|echostr)=([^&]*)")
_HEAD = re.compile(rb"([\w-]+) ([0-9]+) ([0-9]+) ([^\n]*)\n", re.ASCII)


class Letter(NamedTuple):
    """A POST to the callback door. `query` is as it stood in the address."""

    corp_id: str
    agentid: int
    query: str
    body: bytes

    def seal(self) -> Seal:
        """What vouches for it."""
        return seal_in(asked(self.query))

    def sealed(self, seal: Seal, keys: Keys) -> bytes:
        """The encrypted text, once its signature holds."""
        sealed = envelope.sealed_text(self.body)
        envelope.check(seal, sealed, keys)
        return sealed

    def as_kept(self) -> bytes:
        """What the inbox keeps of it: query and body."""
        return self.query.encode("latin-1", "replace") + b"\n" + self.body

    def as_file(self) -> bytes:
        """One line of where it belongs, then the body."""
        query = self.query.encode("latin-1", "replace")
        head = f"{self.corp_id} {self.agentid} {len(self.body)} ".encode()
        return head + query + b"\n" + self.body

    @classmethod
    def from_file(cls, written: bytes) -> Self:
        """The letter in a file of the spool. ValueError when it is damaged."""
        head = _HEAD.match(written)
        body = written[head.end() :] if head else b""
        if head is None or len(body) != int(head[3]):
            raise ValueError("not a whole letter")
        return cls(head[1].decode(), int(head[2]), head[4].decode("latin-1"), body)


def asked(query: str) -> dict[str, str]:
    """The four parameters that WeCom sends; of one that is repeated, the first."""
    given: dict[str, str] = {}
    for name, value in _ASKED.findall(query):
        given.setdefault(name, unquoted(value))
    return given


def unquoted(value: str) -> str:
    """The value that was meant; few have anything to undo."""
    return unquote_plus(value, errors="replace") if "%" in value or "+" in value else value


def seal_in(given: dict[str, str]) -> Seal:
    """What of the query vouches for the words."""
    find = given.get
    return Seal(find("msg_signature", ""), find("timestamp", ""), find("nonce", ""))

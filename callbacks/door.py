"""The callback door, before Flask: GET proves the address to WeCom; POST keeps, then answers."""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from app import clock, metrics
from app.config import settings
from app.errors import CallbackRejected
from callbacks import envelope
from callbacks.entry import Entry, Told, entry_of
from callbacks.envelope import Keys
from callbacks.letter import Letter, asked, seal_in
from callbacks.office import NOT_KEPT, NotKept, Office, office
from callbacks.replies import NOTHING, reply_to

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
PREFIX = "/callbacks/"
_PATH = re.compile(PREFIX + r"([\w-]{1,64})/([0-9]{1,9})", re.ASCII)
_LENGTH = re.compile(r"[0-9]{1,12}")
LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class Door:
    """Stands before `house`, a WSGI application, and lets everything pass but callbacks."""

    def __init__(self, house: Wsgi, behind: Callable[[], Office] = office) -> None:
        self._house = house
        self._behind = behind

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a callback in one line, whatever it is."""
        path = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self._house(environ, start_response)
        try:
            status, text = 200, self._answer(path, environ)
        except CallbackRejected as error:
            status, text = error.status, str(error)
        except NotKept:
            status, text = 503, NOT_KEPT
        metrics.callback(metrics.OUTCOMES.get(status, "refused"))
        body = text.encode()
        head = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(LINES[status], head)
        return [body]

    def _answer(self, path: str, environ: dict[str, Any]) -> str:
        method, length = environ["REQUEST_METHOD"], environ.get("CONTENT_LENGTH")
        corp_id, agentid = admitted(method, path, length)
        query, behind = environ.get("QUERY_STRING", ""), self._behind()
        if method == "GET":
            return proven(query, behind.keyring.keys(corp_id, agentid))
        letter = Letter(corp_id, agentid, query, read_body(environ))
        keys = behind.keyring.keys(corp_id, agentid)
        entry, told = opened(letter, keys)
        is_in_ledger = behind.keep(entry, letter)
        return reply_to(told, keys, entry.created_at) if is_in_ledger else NOTHING


def admitted(method: str, path: str, length: str | None) -> tuple[str, int]:
    """Which app a request is for; refused unread when there is none, or when it is too long."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise CallbackRejected(404, "no such corp and app here")
    if method not in {"GET", "POST"}:
        raise CallbackRejected(405, "GET or POST")
    if length and (not _LENGTH.fullmatch(length) or int(length) > envelope.LARGEST):
        raise CallbackRejected(413, "the body is too long")
    return found[1], int(found[2])


def read_body(environ: dict[str, Any]) -> bytes:
    """The body, as far as a letter may be long."""
    length = environ.get("CONTENT_LENGTH")
    if length:
        return bytes(environ["wsgi.input"].read(int(length)))
    if not environ.get("wsgi.input_terminated"):
        return b""
    body = bytes(environ["wsgi.input"].read(envelope.LARGEST + 1))  # chunks, of unknown length
    if len(body) > envelope.LARGEST:
        raise CallbackRejected(413, "the body is too long")
    return body


def proven(query: str, keys: Keys) -> str:
    """The echo's exact words, which WeCom wants within one second (official page 90930)."""
    given = asked(query)
    seal, echo = seal_in(given), given.get("echostr", "").encode()
    envelope.check(seal, echo, keys)
    envelope.check_moment(seal, clock.now(), settings().callback_skew)
    return envelope.unseal(echo, keys)


def opened(letter: Letter, keys: Keys) -> tuple[Entry, Told]:
    """The row for a letter, and what it says. Nothing is parsed before its signature holds."""
    now, seal = clock.now(), letter.seal()
    sealed = letter.sealed(seal, keys)
    envelope.check_moment(seal, now, settings().callback_skew)
    return entry_of(letter, sealed, keys, now)

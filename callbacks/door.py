"""The callback door, before Flask: GET proves the address to WeCom; POST keeps, then answers."""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from app import clock
from app.config import settings
from app.errors import CallbackRejected
from callbacks import envelope
from callbacks.entry import entry_of
from callbacks.letter import Letter, asked, seal_in
from callbacks.office import NotKept, Office, office
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
            status, text = 503, "not kept, please send again"
        body = text.encode()
        head = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(LINES[status], head)
        return [body]

    def _answer(self, path: str, environ: dict[str, Any]) -> str:
        found = _PATH.fullmatch(path)
        if found is None:
            raise CallbackRejected(404, "no such corp and app here")
        corp_id, agentid = found[1], int(found[2])
        query = environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] == "POST":
            return self._receive(Letter(corp_id, agentid, query, read_body(environ)))
        if environ["REQUEST_METHOD"] == "GET":
            return self._verify(corp_id, agentid, query)
        raise CallbackRejected(405, "GET or POST")

    def _verify(self, corp_id: str, agentid: int, query: str) -> str:
        """Answer the echo with its exact words, within WeCom's one second (official page 90930)."""
        keys = self._behind().keyring.keys(corp_id, agentid)
        given = asked(query)
        seal, echo = seal_in(given), given.get("echostr", "").encode()
        envelope.check(seal, echo, keys)
        envelope.check_moment(seal, clock.now(), settings().callback_skew)
        return envelope.unseal(echo, keys)

    def _receive(self, letter: Letter) -> str:
        """Keep the event, then answer; everything else happens afterwards."""
        behind = self._behind()
        keys = behind.keyring.keys(letter.corp_id, letter.agentid)
        now, seal = clock.now(), letter.seal()
        sealed = letter.sealed(seal, keys)
        envelope.check_moment(seal, now, settings().callback_skew)
        entry, told = entry_of(letter, sealed, keys, now)
        is_in_ledger = behind.keep(entry, letter)
        return reply_to(told, keys, now) if is_in_ledger else NOTHING


def read_body(environ: dict[str, Any]) -> bytes:
    """The body. One that says it is too long is refused unread."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not _LENGTH.fullmatch(length) or int(length) > envelope.LARGEST:
        raise CallbackRejected(413, "the body is too long")
    source = environ["wsgi.input"]
    if "CONTENT_LENGTH" not in environ and environ.get("wsgi.input_terminated"):
        body = bytes(source.read(envelope.LARGEST + 1))  # in chunks, of unknown length
        if len(body) > envelope.LARGEST:
            raise CallbackRejected(413, "the body is too long")
        return body
    return bytes(source.read(int(length)))

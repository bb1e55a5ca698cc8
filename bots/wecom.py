"""The client: says commands, asks questions, and keeps the shared access token out of sight."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import requests

from bots.budget import Budget, addressees
from bots.deadline import pooled
from bots.errors import Throttled, Unauthorized, Unavailable, WeComError
from bots.limits import LimitExceeded, require
from bots.speech import Command, Question
from bots.tokens import Grant, TokenStore, granted, key_of
from bots.transport import exchange, part
from bots.turns import Turns

log = logging.getLogger(__name__)

UPLOAD_PAGE = 90253
MEGABYTE = 1024 * 1024
# Images: the copies of the page disagree (2, 5 or 10 MB), so WeCom itself judges below 10.
UPLOADS = {"image": 10, "voice": 2, "video": 10, "file": 20}
RATE = 45009
MANY = 1_000_000  # calls, where nobody counts
TOKEN_READ_TIMEOUT = 4.5  # a hung gettoken must not eat a welcome's 20 seconds


class WeCom:
    """One app of one corp. Safe for threads; makes each call once, and twice only when the
    token had to be renewed.

    `timeout` is how long to wait for a connection, and for the answer from its first byte to
    its last. `before_call` runs before anything is sent; the house uses it to see that no
    transaction waits for the network. `budget` counts each call for `purpose` (a row of
    bots.rates.SHARES) and holds it back when WeCom would refuse it.
    """

    def __init__(
        self,
        corpid: str,
        secret: str,
        *,
        base_url: str,
        tokens: TokenStore,
        now: Callable[[], datetime],
        session: requests.Session | None = None,
        timeout: tuple[float, float] = (3.0, 10.0),
        before_call: Callable[[], None] | None = None,
        budget: Budget | None = None,
        purpose: str = "page",
    ) -> None:
        require(base_url.startswith(("http://", "https://")), "base_url needs its scheme")
        self._root = base_url.rstrip("/").removesuffix("/cgi-bin") + "/cgi-bin/"
        self._corpid = corpid
        self._secret = secret
        self._key = key_of(corpid, secret)
        self._tokens = tokens
        self._now = now
        self._session = session or pooled()
        self._timeout = timeout
        self._before_call = before_call
        self._budget = budget
        self._turns = Turns()
        self._purpose = purpose

    def say(self, command: Command) -> dict[str, Any]:
        """Say a command and return WeCom's answer."""
        return self._call("POST", command.path, json=command.body(), members=addressees(command))

    def ask(self, question: Question) -> dict[str, Any]:
        """Ask a question and return WeCom's answer."""
        params, bare = question.params(), question.bare
        with self._turns.of(question.path):
            if question.method == "GET":
                return self._call("GET", question.path, params, bare=bare)
            return self._call("POST", question.path, json=params, bare=bare)

    def upload(self, kind: str, filename: str, content: bytes) -> str:
        """The media_id of an uploaded file: good for three days, in every app of the corp."""
        require(kind in UPLOADS, f"WeCom takes {', '.join(UPLOADS)}, not {kind}")
        require(len(content) > 5, "WeCom refuses files of five bytes or less")
        if len(content) > UPLOADS[kind] * MEGABYTE:
            raise LimitExceeded(kind, UPLOADS[kind] * MEGABYTE, "bytes", UPLOAD_PAGE)
        files = {"media": (filename, content, "application/octet-stream")}
        answer = self._call("POST", "media/upload", {"type": kind}, files=files)
        return str(part(answer, "media_id"))

    def forgive(self) -> None:
        """Ask for a token at the next call, though WeCom has just refused one."""
        self._tokens.forgive(self._key)

    def room(self, path: str) -> int:
        """How many calls of an API the budget has room for now."""
        if self._budget is None:
            return MANY
        return self._budget.room(self._corpid, path, self._purpose)

    def _call(
        self,
        method: str,
        path: str,
        query: dict[str, Any] | None = None,
        members: Iterable[str] = (),
        **how: Any,
    ) -> dict[str, Any]:
        """Call with the shared token, if the budget has room; a refusal for the rate rests the API."""
        if self._before_call is not None:
            self._before_call()
        if self._budget is None:
            return self._renewing(method, path, query, how)
        self._budget.take(self._corpid, path, self._purpose, members)
        try:
            return self._renewing(method, path, query, how)
        except Throttled as refusal:
            if refusal.errcode == RATE:
                self._budget.refused(self._corpid, path, refusal.wait_for)
            raise

    def _renewing(
        self, method: str, path: str, query: dict[str, Any] | None, how: dict[str, Any]
    ) -> dict[str, Any]:
        """Call; when WeCom refuses the token, renew it once and call once more."""
        token = self._token()
        try:
            return self._send(token, method, path, query, how)
        except Unauthorized as refusal:
            log.warning("access token refused", extra={"path": path, "errcode": refusal.errcode})
            if not self._tokens.forget(self._key, token):
                raise
        return self._send(self._token(), method, path, query, how)

    def _send(
        self, token: str, method: str, path: str, query: dict[str, Any] | None, how: dict[str, Any]
    ) -> dict[str, Any]:
        params = {"access_token": token, **(query or {})}
        url = self._root + path
        try:
            return exchange(self._session, method, url, params=params, timeout=self._timeout, **how)
        except WeComError as error:
            error.path = path
            raise

    def _token(self) -> str:
        """The shared token. Whatever goes wrong here, the call itself was not sent."""
        try:
            return self._tokens.token(self._key, self._fetch)
        except Unavailable as error:
            failure = Unavailable(error.errcode, error.errmsg, reached=False)
        raise failure

    def _fetch(self) -> Grant:
        connect, read = self._timeout
        issued_at = self._now()  # before asking: the token is never older than we think
        answer = exchange(
            self._session,
            "GET",
            self._root + "gettoken",
            params={"corpid": self._corpid, "corpsecret": self._secret},
            timeout=(connect, min(read, TOKEN_READ_TIMEOUT)),
        )
        token = str(part(answer, "access_token"))
        return granted(token, float(part(answer, "expires_in")), issued_at)

"""One HTTP exchange: a JSON answer with errcode 0, or a typed error that carries no secret."""

import json
import logging
import re
from dataclasses import dataclass, field
from typing import Any

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from bots.deadline import Lines
from bots.errors import Unavailable, WeComError, error_for, is_done

MOST_BYTES = 8 * 1024 * 1024  # a thousand customers in detail are 2 MiB; files come another way
SECRETS = re.compile(r"((?:access_token|corpsecret|secret)[\"']?\s*[=:]\s*[\"']?)[^&\s\"']+")


def scrub(text: str) -> str:
    """The text without the values of tokens and secrets."""
    return SECRETS.sub(r"\1***", text)


def scrub_record(record: logging.LogRecord) -> bool:
    """A filter for urllib3, which logs every address with its access_token at DEBUG."""
    record.msg = scrub(record.getMessage())
    record.args = None
    return True


# On import, so that a session which somebody else built is covered too.
for name in ("urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(name).addFilter(scrub_record)


@dataclass(frozen=True)
class Received:
    """An answer, read to its end."""

    status: int
    body: bytes = field(repr=False)


def never_sent(error: HTTPError) -> bool:
    """True when no connection stood, so that nothing can have happened at the other end."""
    return isinstance(error, NewConnectionError | ConnectTimeoutError)


def attempt(lines: Lines, method: str, url: str, **how: Any) -> Received | Unavailable:
    """The answer, or the error to raise once the one from urllib3 is out of sight.

    urllib3 puts the whole address into its messages, so its error must not become the
    context of ours.
    """
    try:
        response = lines.request(method, url, **how)
        body = read(response)
    except HTTPError as error:
        return Unavailable(
            errmsg=f"no answer: {type(error).__name__}", reached=not never_sent(error)
        )
    if body is None:
        return Unavailable(errmsg=f"the answer is longer than {MOST_BYTES} bytes")
    return Received(response.status, body)


def read(response: BaseHTTPResponse) -> bytes | None:
    """The whole body, unpacked; None when there is more of it than any answer needs."""
    body = bytearray()
    try:
        for piece in response.stream(65536):
            body += piece
            if len(body) > MOST_BYTES:
                return None
        return bytes(body)
    finally:
        response.close()  # a connection that was not read to its end can carry no other call


def parsed(body: bytes) -> dict[str, Any] | None:
    """The JSON object in a body, or None when there is none."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):  # RecursionError: thousands of open brackets
        return None
    return answer if isinstance(answer, dict) else None


def exchange(
    lines: Lines, method: str, url: str, *, bare: bool = False, **how: Any
) -> dict[str, Any]:
    """Send once and return the answer; anything but errcode 0 is raised.

    `bare` accepts an answer without an errcode.
    """
    received = attempt(lines, method, url, **how)
    if isinstance(received, Unavailable):
        raise received
    if received.status != 200:
        raise Unavailable(errmsg=f"HTTP {received.status}")
    answer = parsed(received.body)
    if answer is None:
        raise Unavailable(errmsg="the answer is not a JSON object")
    failure = failure_in(answer, bare=bare)
    if failure is not None:
        raise failure
    return answer


def failure_in(answer: dict[str, Any], *, bare: bool) -> WeComError | None:
    """The error that an answer means; lists may be empty beside it, so it is read first."""
    errcode = answer.get("errcode", 0 if bare else None)
    if not isinstance(errcode, int) or isinstance(errcode, bool):
        return Unavailable(errmsg="the answer has no errcode")
    if is_done(errcode):
        return None
    return error_for(errcode, scrub(str(answer.get("errmsg", ""))))


def part(answer: dict[str, Any], name: str) -> Any:
    """A part that a good answer must have."""
    if answer.get(name) is None:
        raise Unavailable(errmsg=f"the answer has no {name}")
    return answer[name]

"""One HTTP exchange: a JSON answer with errcode 0, or a typed error that carries no secret."""

import logging
import re
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from bots.errors import Unavailable, WeComError, error_for, is_done

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


def pooled(size: int = 16) -> requests.Session:
    """A session that many threads may share: no proxies or .netrc of the machine, no retries."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=size, max_retries=0))
    return session


def never_sent(error: requests.RequestException) -> bool:
    """True when no connection stood, so that nothing can have happened at the other end."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    return isinstance(cause, NewConnectionError | ConnectTimeoutError)


def attempt(
    session: requests.Session, method: str, url: str, **how: Any
) -> requests.Response | Unavailable:
    """The response, or the error to raise once the one from requests is out of sight.

    requests puts the whole address into its messages, so its error must not become the
    context of ours.
    """
    try:
        return session.request(method, url, allow_redirects=False, **how)
    except requests.RequestException as error:
        return Unavailable(
            errmsg=f"no answer: {type(error).__name__}", reached=not never_sent(error)
        )


def parsed(response: requests.Response) -> dict[str, Any] | None:
    """The JSON object in a response, or None when there is none."""
    try:
        answer = response.json()
    except (ValueError, RecursionError):  # RecursionError: thousands of open brackets
        return None
    return answer if isinstance(answer, dict) else None


def exchange(
    session: requests.Session, method: str, url: str, *, bare: bool = False, **how: Any
) -> dict[str, Any]:
    """Send once and return the answer; anything but errcode 0 is raised.

    `bare` accepts an answer without an errcode.
    """
    response = attempt(session, method, url, **how)
    if isinstance(response, Unavailable):
        raise response
    if response.status_code != 200:
        raise Unavailable(errmsg=f"HTTP {response.status_code}")
    answer = parsed(response)
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

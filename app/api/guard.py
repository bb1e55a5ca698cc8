"""Before and after every request of a program: who it is, whether it may, and whether it was here."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, Response, g, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.api import repeats
from app.api.problems import problem
from app.api.tokens import find_token, is_seen_lately, see
from app.config import settings
from app.db import reading, transaction

MOST_BYTES = 32 * 1024 * 1024  # of a body: WeCom's largest file in base64, and a little
READS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Caller:
    """The program of this request."""

    corp_id: str
    token_id: int
    name: str
    may_write: bool


def caller() -> Caller:
    """Who asks."""
    known: Caller = g.api_caller
    return known


def idempotency_key() -> str:
    """What the caller calls this write."""
    return request.headers.get("Idempotency-Key", "")


def mark_of_write(kind: str) -> bytes:
    """Sixteen bytes of this write's key: a repeat after a crash makes the same, nobody else does."""
    secret = f"{kind}:{caller().token_id}:{idempotency_key()}".encode()
    return hmac.digest(settings().key().encode(), secret, sha256)[:16]


def settle(session: Session, response: Response) -> Response:
    """Keep the answer in the transaction of the deed: whoever dies after it has answered, too."""
    body = response.get_data(as_text=True)
    repeats.end(session, caller().token_id, idempotency_key(), response.status_code, body)
    return response


def protect(resources: Blueprint) -> None:
    """Let only those in who show a token, and let each write happen once."""
    resources.before_request(admit)
    resources.before_request(hold)
    resources.after_request(keep)


def admit() -> Response | None:
    """Find out who asks."""
    request.max_content_length = MOST_BYTES
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return challenge(_("请在 Authorization 请求头里带上令牌：Bearer lk_…"))
    with reading() as session:
        row = find_token(session, token.strip())
    if row is None:
        return challenge(_("令牌不对，或已被停用。请在控制台的「接口令牌」里新建一个。"))
    if not is_seen_lately(row):
        with transaction() as session:
            see(session, row.id)
    g.api_caller = Caller(row.corp_id, row.id, row.name, row.may_write)
    if request.method not in READS and not row.may_write:
        return problem(403, _("这个令牌只能读取"), _("请用一个允许写入的令牌。"))
    return None


def challenge(message: str) -> Response:
    """401, with what is wanted."""
    answer = problem(401, _("需要令牌"), message)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def hold() -> Response | None:
    """Take the write's key, or give the answer that it was given."""
    if request.method in READS:
        return None
    key = idempotency_key()
    if not repeats.KEY.fullmatch(key):
        return problem(
            422,
            _("需要 Idempotency-Key"),
            _("每个写入请求都要带上自己的 Idempotency-Key（1 到 200 个可见的 ASCII 字符）。"),
            [{"field": "Idempotency-Key", "message": "1-200 visible ASCII characters"}],
        )
    print_ = repeats.fingerprint(request.method, request.full_path, request.get_data())
    try:
        with transaction() as session:
            told = repeats.begin(session, caller().corp_id, caller().token_id, key, print_)
    except repeats.Differs:
        words = _("这个 Idempotency-Key 已用于另一个内容不同的请求。新的请求要用新的。")
        return problem(409, _("Idempotency-Key 用过了"), words)
    except repeats.UnderWay:
        answer = problem(409, _("第一个请求还在处理"), _("请稍后用同一个 Idempotency-Key 再问。"))
        answer.headers["Retry-After"] = "5"
        return answer
    if told is None:
        g.api_key = key
        return None
    again = Response(told.body or None, told.status, mimetype="application/json")
    again.headers["Idempotency-Replayed"] = "true"
    return again


def keep(response: Response) -> Response:
    """Keep the answer to a write; a failure of ours is not kept, so that it may be tried again."""
    key = g.pop("api_key", None)
    if key is None:
        return response
    with transaction() as session:
        if response.status_code >= 500:
            repeats.forget(session, caller().token_id, key)
        else:
            body = response.get_data(as_text=True)
            repeats.end(session, caller().token_id, key, response.status_code, body)
    return response

"""The callback door: GET proves the address to WeCom; POST opens, names, keeps and answers."""

import time
from functools import lru_cache
from hashlib import sha256

from flask import Blueprint, Response, request
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app import clock, metrics
from app.config import settings
from app.corps.models import CorpApp
from app.db import reading, transaction
from app.errors import CallbackRejected
from app.inbox.record import keep
from callbacks import envelope, message, wire
from callbacks.envelope import Keys, Seal
from callbacks.replies import reply_to

door = Blueprint("callbacks", __name__)


@door.get("/callbacks/<corp_id>/<int:agentid>")
def verify(corp_id: str, agentid: int) -> Response:
    """Answer the echo with its exact words, within WeCom's one second (official page 90930)."""
    keys = _keys(corp_id, agentid)
    echo = request.args.get("echostr", "")
    envelope.check(_seal(), echo, keys, clock.now(), settings().callback_skew)
    return _plain(envelope.unseal(echo, keys))


@door.post("/callbacks/<corp_id>/<int:agentid>")
def receive(corp_id: str, agentid: int) -> Response:
    """Keep the event with one insert, then answer; everything else happens afterwards."""
    keys = _keys(corp_id, agentid)
    request.max_content_length = envelope.LARGEST
    body = request.get_data()
    sealed = envelope.sealed_text(body)
    envelope.check(_seal(), sealed, keys, clock.now(), settings().callback_skew)
    words = envelope.unseal(sealed, keys)
    told = message.read(words)
    event = wire.named(told, corp_id)
    with transaction() as session:
        keep(
            session,
            event,
            corp_id=corp_id,
            fingerprint=sha256(words.encode("utf-8", "replace")).hexdigest(),
            values={
                "agentid": agentid,
                "message": told,
                "envelope": request.query_string + b"\n" + body,
                "happened_at": event.happened_at if event else clock.now(),
            },
        )
    return _plain(reply_to(told, keys, clock.now()))


@door.after_request
def counted(response: Response) -> Response:
    """For the figures: what became of a callback."""
    metrics.callback(metrics.OUTCOMES.get(response.status_code, "refused"))
    return response


@door.errorhandler(CallbackRejected)
def rejected(error: CallbackRejected) -> Response:
    """Say no in one line; nothing was stored."""
    return _plain(str(error), error.status)


@door.errorhandler(DBAPIError)
def not_kept(_error: DBAPIError) -> Response:
    """The event could not be kept: WeCom must send it again."""
    return _plain("not kept, please send again", 503)


def _keys(corp_id: str, agentid: int) -> Keys:
    keys = _remembered(corp_id, agentid, int(time.monotonic() // 30))
    if keys is None:
        _remembered.cache_clear()  # the app may be made in the next moment
        raise CallbackRejected(404, "no such corp and app here")
    return keys


@lru_cache(maxsize=256)
def _remembered(corp_id: str, agentid: int, _half_minute: int) -> Keys | None:
    """The keys of an app, looked up anew every half minute."""
    with reading() as session:
        app = session.scalars(
            select(CorpApp).where(CorpApp.corp_id == corp_id, CorpApp.agentid == agentid)
        ).one_or_none()
        return Keys(corp_id, app.token, app.encoding_aes_key) if app else None


def _seal() -> Seal:
    asked = request.args
    return Seal(asked.get("msg_signature", ""), asked.get("timestamp", ""), asked.get("nonce", ""))


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="text/plain")

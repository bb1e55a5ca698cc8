"""The callback server as tutorials build it: Flask, wechatpy, one ORM row and one commit an event.

`/plain` keeps the event; `/ringing` also enqueues an RQ job for it, as our door does.
"""

import os
from functools import cache

from flask import Flask, request
from redis import Redis
from rq import Queue
from sqlalchemy import Engine, Text, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException
from wechatpy.enterprise.parser import parse_message
from wechatpy.exceptions import InvalidSignatureException

from tests.callbacks.sealing import AES_KEY, TOKEN
from tests.conftest import CORP


class PeerBase(DeclarativeBase):
    """The peer's own tables, apart from ours."""


class PeerEvent(PeerBase):
    """A callback, kept as tutorials keep it."""

    __tablename__ = "bench_peer_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(Text)
    userid: Mapped[str] = mapped_column(Text)
    external_userid: Mapped[str] = mapped_column(Text)
    raw: Mapped[str] = mapped_column(Text)


app = Flask("peer")
crypto = WeChatCrypto(TOKEN, AES_KEY, CORP)


@cache
def engine() -> Engine:
    """A pool as large as our door's."""
    url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(url, pool_size=16, max_overflow=8, pool_pre_ping=True)


@cache
def queue() -> Queue:
    return Queue("bench-peer", connection=Redis.from_url(os.environ["REDIS_URL"]))


def nothing(_event_id: int) -> None:
    """A job that does nothing."""


@app.get("/healthz")
def healthz() -> str:
    return "alive"


@app.post("/plain")
def plain() -> tuple[str, int]:
    return receive(rings=False)


@app.post("/ringing")
def ringing() -> tuple[str, int]:
    return receive(rings=True)


def receive(*, rings: bool) -> tuple[str, int]:
    """Decrypt, parse, insert, commit, answer."""
    asked = request.args
    try:
        words = crypto.decrypt_message(
            request.data, asked["msg_signature"], asked["timestamp"], asked["nonce"]
        )
    except (InvalidSignatureException, InvalidCorpIdException):
        return "forbidden", 403
    message = parse_message(words)
    told = message._data
    with Session(engine()) as session:
        row = PeerEvent(
            event=f"{told['Event']}/{told['ChangeType']}",
            userid=told["UserID"],
            external_userid=told["ExternalUserID"],
            raw=words,
        )
        session.add(row)
        session.commit()
        if rings:
            queue().enqueue(nothing, row.id, result_ttl=0)
    return "success", 200

"""The processes of the plain one: `python -m tests.chaos.plain web PORT | worker | ticker`."""

import json
import sys
import time
from typing import Any

from flask import Flask, Response, request
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from app import clock
from app.events.archive import ArchiveGrew
from app.events.contacts import FollowAdded, FollowLost, FollowRemoved
from callbacks import envelope, message, wire
from callbacks.envelope import Keys, Seal
from tests.chaos.plain.setting import corp, enqueue, queue, redis


def door() -> Flask:
    """Open what WeCom says and enqueue a job for it, then answer."""
    app = Flask("plain")
    secrets = corp()["apps"][0]
    keys = Keys(corp()["corpid"], secrets["token"], secrets["encoding_aes_key"])

    def seal() -> Seal:
        return Seal(*(request.args[name] for name in ("msg_signature", "timestamp", "nonce")))

    @app.get("/")
    def verify() -> Response:
        echo = request.args["echostr"].encode()
        envelope.check(seal(), echo, keys)
        return Response(envelope.unseal(echo, keys))

    @app.post("/")
    def receive() -> Response:
        sealed = envelope.sealed_text(request.get_data())
        envelope.check(seal(), sealed, keys)
        take(wire.named(message.read(envelope.unseal(sealed, keys)), corp()["corpid"]))
        return Response("success")

    return app


def take(event: object) -> None:
    """A job for each event that matters."""
    if isinstance(event, FollowAdded):
        at = event.happened_at.timestamp()
        enqueue("added", event.userid, event.external_userid, event.state, event.welcome_code, at)
    elif isinstance(event, FollowLost | FollowRemoved):
        enqueue("left", event.userid, event.external_userid)
    elif isinstance(event, ArchiveGrew):
        enqueue("pull")


def tick() -> None:
    """Enqueue the steps that have come due."""
    while True:
        due: Any = redis().zrangebyscore("steps", "-inf", clock.now().timestamp())
        for name in due:
            if redis().zrem("steps", name):
                enqueue("step", *json.loads(name))
        time.sleep(0.1)


if __name__ == "__main__":
    role = sys.argv[1]
    if role == "web":
        door().run("127.0.0.1", int(sys.argv[2]), threaded=True)
    elif role == "ticker":
        tick()
    else:
        SimpleWorker([queue()], connection=redis(), serializer=JSONSerializer).work()

"""What the plain one knows: its corp, Redis, WeCom, tags and codes."""

import json
import os
from functools import cache
from typing import Any

from redis import Redis
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from app import clock
from app.demo.setting import CODES, TAGS
from bots.commands import AddContactWay, AddCorpTag
from bots.tokens import LocalTokens
from bots.wecom import WeCom


@cache
def corp() -> dict[str, Any]:
    """What the simulated WeCom said of the corp."""
    said: dict[str, Any] = json.loads(os.environ["PLAIN_CORP"])
    return said


@cache
def redis() -> Redis:
    """Where everything is kept."""
    return Redis.from_url(os.environ["REDIS_URL"])


@cache
def queue() -> Queue:
    """The only queue."""
    return Queue("plain", connection=redis(), serializer=JSONSerializer)


def enqueue(job: str, *arguments: object) -> None:
    """Let a worker do it, and do it again when it fails."""
    queue().enqueue(f"tests.chaos.plain.jobs.{job}", *arguments, retry=Retry(5), job_timeout=60)


@cache
def wecom() -> WeCom:
    """Our own client."""
    secret = corp()["apps"][0]["secret"]
    base = os.environ["WECOM_API_BASE"]
    return WeCom(
        corp()["corpid"], secret, base_url=base, tokens=LocalTokens(clock.now), now=clock.now
    )


def settle_in() -> None:
    """Make the tags and the codes, and remember the tags' ids."""
    for group, names in TAGS.items():
        told = wecom().say(AddCorpTag(group_name=group, tag=[{"name": name} for name in names]))
        for tag in told["tag_group"]["tag"]:
            redis().hset("tags", tag["name"], tag["id"])
    for code in CODES:
        way = AddContactWay(
            type=1 if len(code.userids) == 1 else 2,
            scene=2,
            skip_verify=True,
            state=code.state,
            user=list(code.userids),
        )
        wecom().say(way)

"""Customers open what they were sent: the newest link in a chat, fetched as WeChat would fetch it.

Only addresses on this machine are fetched; others are written down as opened and left alone. The
world counts as busy until the page has answered.
"""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import requests

from bots.simulator.errors import MistakeError
from bots.simulator.lookup import known_customer
from bots.simulator.models import Customer, Json
from bots.simulator.world import World

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PATIENCE = 5.0  # seconds of real time
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0"


@dataclass
class Reading:
    external_userid: str
    userid: str
    url: str
    at: float
    status: int | None = None  # what the page answered; None: not asked, or no answer


def read(world: World, args: Json) -> Json:
    """A customer opens a link: the one named by `url`, else the newest that a member has sent."""
    customer = known_customer(world, args.get("customer"))
    userid, url = _link(world, customer, str(args.get("url", "")), str(args.get("userid", "")))
    reading = Reading(customer.external_userid, userid, url, world.now())
    world.readings.append(reading)
    if urlsplit(url).hostname in LOOPBACK:
        world.in_flight += 1
        threading.Thread(target=_fetch, args=(world, reading), daemon=True).start()
    return asdict(reading)


def _link(world: World, customer: Customer, url: str, userid: str) -> tuple[str, str]:
    found = [
        (message["at"], follow.userid, str(message["url"]))
        for follow in world.follows.of_customer(customer.external_userid)
        if userid in ("", follow.userid)
        for message in world.chats[(follow.userid, follow.external_userid)]
        if message.get("url") and url in ("", message["url"])
    ]
    if not found:
        raise MistakeError(f"{customer.key} was sent no such link", 409)
    _, sender, link = max(found, key=lambda one: one[0])
    return sender, link


def _fetch(world: World, reading: Reading) -> None:
    try:
        with requests.Session() as session:
            session.trust_env = False  # loopback needs no proxy
            answer = session.get(reading.url, timeout=PATIENCE, headers={"User-Agent": WECHAT})
        reading.status = answer.status_code
    except requests.RequestException:
        pass  # a page that cannot be reached is what `status` None says
    finally:
        with world.changed:
            world.in_flight -= 1
            world.activity += 1
            world.changed.notify_all()


ACTS: dict[str, Callable[[World, Json], Json]] = {"people/read": read}

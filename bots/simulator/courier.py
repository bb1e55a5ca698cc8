"""Carries callbacks to the server: encrypted, with WeCom's time limit and its three retries."""

import json
import logging
import queue
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from zlib import crc32

import requests

from bots.simulator import envelope
from bots.simulator.apps import JSON, App
from bots.simulator.clock import Clock
from bots.simulator.corp import Corp
from bots.simulator.events import addressed, as_xml
from bots.simulator.faults.mail import Mail
from bots.simulator.hearers import Hearers
from bots.simulator.models import Json

log = logging.getLogger(__name__)
SECONDS_TO_ANSWER = 5.0
TRIES = 4  # the first and three retries
LANES = 4  # callbacks about one customer stay in order; a slow one holds up a quarter, not all


Hear = Callable[[App, Json, bytes], None]


@dataclass
class Delivery:
    app: App
    event: Json
    text: str
    handed_at: float  # when nothing but the server's own slowness was in the way any more
    state: str = "waiting"  # waiting, delivered or lost
    tries: list[Json] = field(default_factory=list)

    def as_json(self) -> Json:
        key = sha256(self.text.encode()).hexdigest()[:16]
        told = {"key": key, "agentid": self.app.agentid, "state": self.state}
        return {**told, "event": self.event, "handed_at": self.handed_at, "tries": self.tries}


class Courier:
    """`send` is called under the world's lock; the lanes take the lock only to write down results."""

    def __init__(
        self,
        corp: Corp,
        clock: Clock,
        changed: threading.Condition,
        retry_pause: float,
        hearers: Hearers,
    ) -> None:
        self.mail: Mail  # set before anybody can send
        self.hear: Hear = _hear_nothing  # what is done with a passive reply
        self.deliveries: list[Delivery] = []
        self.undelivered = self.attempts = 0
        self._corp, self._clock, self._changed = corp, clock, changed
        self._retry_pause, self._hearers = retry_pause, hearers
        self._stopped = threading.Event()
        self._lanes = [queue.SimpleQueue[Delivery]() for _ in range(LANES)]
        for lane in self._lanes:
            threading.Thread(target=self._serve, args=(lane,), daemon=True).start()

    @property
    def url(self) -> str:
        """The callback of the demo's own app."""
        return self._corp.main.url

    @url.setter
    def url(self, url: str) -> None:
        self._corp.main.url = url

    def address(self, app: App, url: str) -> str:
        """The callback URL with the corp's and the app's ids filled in."""
        return url.replace("{corpid}", self._corp.corpid).replace("{agentid}", str(app.agentid))

    def send(self, event: Json, agentid: int | None = None) -> None:
        """To every app that hears of such events, or to the one that is named.

        On its way at once, unless a fault was ordered for it; it keeps the moment it came about.
        """
        whole = addressed(event, self._corp.corpid, self._clock.now())
        hearers = self._hearers.of(event) if agentid is None else [self._corp.app(agentid)]
        for app in hearers:
            self.mail.post(app, whole)

    def carry(self, app: App, event: Json, wait: float = 0.0) -> None:
        """On its way after `wait` real seconds; it is under way from now on."""
        about = f"{app.agentid} {event.get('ExternalUserID', '')}"
        lane = self._lanes[crc32(about.encode()) % LANES]
        delivery = self._written_down(app, event)
        self.undelivered += 1
        if wait:
            timer = threading.Timer(wait, lane.put, (delivery,))
            timer.daemon = True
            timer.start()
        else:
            lane.put(delivery)

    def lose(self, app: App, event: Json) -> None:
        """As if it had never been carried: only the truth knows of it."""
        self._written_down(app, event).state = "lost"

    def _written_down(self, app: App, event: Json) -> Delivery:
        delivery = Delivery(app, event, written(app, event), self._clock.now())
        self.deliveries.append(delivery)
        return delivery

    def stop(self) -> None:
        self._stopped.set()

    def _serve(self, lane: "queue.SimpleQueue[Delivery]") -> None:
        with requests.Session() as session:
            session.trust_env = False  # loopback needs no proxy
            while not self._stopped.is_set():
                delivery = lane.get()
                delivered = self._carry(session, delivery)
                with self._changed:
                    delivery.state = "delivered" if delivered else "lost"
                    self.undelivered -= 1
                    self._changed.notify_all()

    def _carry(self, session: requests.Session, delivery: Delivery) -> bool:
        for number in range(TRIES):
            if number and self._stopped.wait(self._retry_pause):
                return False
            outcome, reply = self._try(session, delivery)
            with self._changed:
                self.attempts += 1
                delivery.tries.append({"at": self._clock.now(), **outcome})
            if outcome.get("status") == 200:
                self.hear(delivery.app, delivery.event, reply)
                return True
            if "no_url" in outcome:
                return False
            log.warning("callback not taken", extra={"outcome": outcome})
        return False

    def _try(self, session: requests.Session, delivery: Delivery) -> tuple[Json, bytes]:
        """One attempt in a new envelope around the same words: how it went, and the answer."""
        app = delivery.app
        if not app.url:
            return {"why": "no callback URL is set", "no_url": True}, b""
        encrypt, query = self.wrapped(app, delivery.text)
        try:
            answer = session.post(
                self.address(app, app.url),
                params=query,
                data=self._outside(app, encrypt).encode(),
                headers={"Content-Type": "application/json" if app.format == JSON else "text/xml"},
                timeout=SECONDS_TO_ANSWER,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return {"why": type(error).__name__}, b""
        return {"status": answer.status_code}, answer.content

    def _outside(self, app: App, encrypt: str) -> str:
        """What can be read of a callback before it is opened; JSON spells its fields small."""
        if app.format == JSON:
            fields = {"tousername": self._corp.corpid, "encrypt": encrypt}
            return json.dumps({**fields, "agentid": app.agentid})
        fields = {"ToUserName": self._corp.corpid, "AgentID": str(app.agentid)}
        return as_xml({**fields, "Encrypt": encrypt})

    def verify(self, url: str, app: App) -> Json:
        """WeCom's GET when a callback URL is saved; the URL is kept only if it answers rightly."""
        plain = str(secrets.randbelow(10**19))
        echostr, query = self.wrapped(app, plain)
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.get(
                    self.address(app, url),
                    params={**query, "echostr": echostr},
                    timeout=SECONDS_TO_ANSWER,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            return {"ok": False, "status": None, "why": type(error).__name__}
        if answer.status_code == 200 and answer.content == plain.encode():
            app.url = url
            return {"ok": True, "status": 200, "why": ""}
        why = "the answer is not exactly the decrypted echostr"
        return {"ok": False, "status": answer.status_code, "why": why}

    def wrapped(self, app: App, text: str) -> tuple[str, dict[str, str]]:
        """The encrypted text and the query that signs it, new at every call."""
        encrypt = envelope.seal(app.encoding_aes_key, self._corp.corpid, text)
        timestamp, nonce = str(int(self._clock.now())), secrets.token_hex(8)
        signed = envelope.signature(app.token, timestamp, nonce, encrypt)
        return encrypt, {"msg_signature": signed, "timestamp": timestamp, "nonce": nonce}


def _hear_nothing(_app: App, _event: Json, _reply: bytes) -> None:
    """A courier alone, without a world that shows replies."""


def written(app: App, event: Mapping[str, object]) -> str:
    """The event's plaintext in the format that the app receives."""
    return json.dumps(event, ensure_ascii=False) if app.format == JSON else as_xml(event)

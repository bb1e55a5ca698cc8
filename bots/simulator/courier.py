"""Carries callbacks to the server: encrypted, with WeCom's time limit and its three retries."""

import logging
import queue
import secrets
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from zlib import crc32

import requests

from bots.simulator import envelope
from bots.simulator.clock import Clock
from bots.simulator.corp import Corp
from bots.simulator.events import addressed, as_xml
from bots.simulator.faults.board import Faults
from bots.simulator.faults.mail import Later, Mail
from bots.simulator.models import Json

log = logging.getLogger(__name__)
SECONDS_TO_ANSWER = 5.0
TRIES = 4  # the first and three retries
LANES = 4  # callbacks about one customer stay in order; a slow one holds up a quarter, not all


@dataclass
class Delivery:
    event: Json
    xml: str
    state: str = "waiting"  # waiting, delivered or lost
    tries: list[Json] = field(default_factory=list)

    def as_json(self) -> Json:
        key = sha256(self.xml.encode()).hexdigest()[:16]
        return {"key": key, "state": self.state, "event": self.event, "tries": self.tries}


class Courier:
    """`send` is called under the world's lock; the lanes take the lock only to write down results."""

    def __init__(
        self,
        corp: Corp,
        clock: Clock,
        changed: threading.Condition,
        retry_pause: float,
        faults: Faults,
        later: Later,
    ) -> None:
        self.url = ""
        self._mail = Mail(faults, self, later)
        self.deliveries: list[Delivery] = []
        self.undelivered = self.attempts = 0
        self._corp, self._clock, self._changed = corp, clock, changed
        self._retry_pause = retry_pause
        self._stopped = threading.Event()
        self._lanes = [queue.SimpleQueue[Delivery]() for _ in range(LANES)]
        for lane in self._lanes:
            threading.Thread(target=self._serve, args=(lane,), daemon=True).start()

    def address(self, url: str) -> str:
        """The callback URL with the corp's and the app's ids filled in."""
        named = url.replace("{corpid}", self._corp.corpid)
        return named.replace("{agentid}", str(self._corp.agentid))

    def send(self, event: Json) -> None:
        """Carry it now, unless a fault was ordered for it; it keeps the moment it came about."""
        self._mail.post({**event, "CreateTime": int(self._clock.now())})

    def carry(self, event: Json, wait: float = 0.0) -> None:
        """On its way after `wait` real seconds; it is under way from now on."""
        lane = self._lanes[crc32(str(event.get("ExternalUserID", "")).encode()) % LANES]
        delivery = self._written_down(event)
        self.undelivered += 1
        if wait:
            timer = threading.Timer(wait, lane.put, (delivery,))
            timer.daemon = True
            timer.start()
        else:
            lane.put(delivery)

    def lose(self, event: Json) -> None:
        """As if it had never been carried: only the truth knows of it."""
        self._written_down(event).state = "lost"

    def _written_down(self, event: Json) -> Delivery:
        whole = addressed(event, self._corp.corpid, self._clock.now())
        delivery = Delivery(whole, as_xml(whole))
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
            outcome = self._try(session, delivery.xml)
            with self._changed:
                self.attempts += 1
                delivery.tries.append({"at": self._clock.now(), **outcome})
            if outcome.get("status") == 200:
                return True
            if "no_url" in outcome:
                return False
            log.warning("callback not taken", extra={"outcome": outcome})
        return False

    def _try(self, session: requests.Session, xml: str) -> Json:
        """One attempt in a new envelope around the same words."""
        url = self.url
        if not url:
            return {"why": "no callback URL is set", "no_url": True}
        encrypt, query = self.wrapped(xml)
        fields = {"ToUserName": self._corp.corpid, "AgentID": str(self._corp.agentid)}
        try:
            answer = session.post(
                self.address(url),
                params=query,
                data=as_xml({**fields, "Encrypt": encrypt}).encode(),
                headers={"Content-Type": "text/xml"},
                timeout=SECONDS_TO_ANSWER,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return {"why": type(error).__name__}
        return {"status": answer.status_code}

    def verify(self, url: str) -> Json:
        """WeCom's GET when a callback URL is saved; the URL is kept only if it answers rightly."""
        plain = str(secrets.randbelow(10**19))
        echostr, query = self.wrapped(plain)
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.get(
                    self.address(url),
                    params={**query, "echostr": echostr},
                    timeout=SECONDS_TO_ANSWER,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            return {"ok": False, "status": None, "why": type(error).__name__}
        if answer.status_code == 200 and answer.content == plain.encode():
            self.url = url
            return {"ok": True, "status": 200, "why": ""}
        why = "the answer is not exactly the decrypted echostr"
        return {"ok": False, "status": answer.status_code, "why": why}

    def wrapped(self, text: str) -> tuple[str, dict[str, str]]:
        """The encrypted text and the query that signs it, new at every call."""
        encrypt = envelope.seal(self._corp.encoding_aes_key, self._corp.corpid, text)
        timestamp, nonce = str(int(self._clock.now())), secrets.token_hex(8)
        signed = envelope.signature(self._corp.token, timestamp, nonce, encrypt)
        return encrypt, {"msg_signature": signed, "timestamp": timestamp, "nonce": nonce}

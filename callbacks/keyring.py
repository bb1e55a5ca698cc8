"""The keys of our apps: remembered, looked up anew in the background, kept while nobody can tell."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.corps.models import CorpApp
from app.db import reading
from app.errors import CallbackRejected
from callbacks.envelope import Keys

log = logging.getLogger(__name__)

GOOD_FOR = 30.0  # seconds of machine time until they are looked up anew
PATIENCE = 2.0  # seconds that a request waits for keys that nobody here has seen yet
AppName = tuple[str, int]  # corp_id, agentid


@dataclass
class Held:
    """Keys, and when somebody last asked for them anew."""

    keys: Keys
    asked_at: float


class Keyring:
    """Finds the keys of an app without ever waiting for a database that has stopped."""

    def __init__(self, look_up: Callable[[AppName], Keys | None] | None = None) -> None:
        self._look_up = look_up or looked_up
        self._held: dict[AppName, Held] = {}
        self._clerks = ThreadPoolExecutor(2, "keyring")

    def keys(self, corp_id: str, agentid: int) -> Keys:
        """The keys; CallbackRejected when there is no such app, or none that we can ask for."""
        return self.held(corp_id, agentid) or self._await((corp_id, agentid))

    def held(self, corp_id: str, agentid: int) -> Keys | None:
        """The keys if we remember them; they are looked up anew in the background now and then."""
        app = (corp_id, agentid)
        held = self._held.get(app)
        if held is None:
            return None
        if time.monotonic() - held.asked_at > GOOD_FOR:
            held.asked_at = time.monotonic()
            self._clerks.submit(self._renew, app)
        return held.keys

    def close(self) -> None:
        self._clerks.shutdown(wait=False, cancel_futures=True)

    def _await(self, app: AppName) -> Keys:
        asked: Future[Keys | None] = self._clerks.submit(self._renew, app)
        try:
            keys = asked.result(PATIENCE)
        except (TooSlow, SQLAlchemyError) as error:
            asked.cancel()
            raise CallbackRejected(503, "nobody can look up the app now, send again") from error
        if keys is None:
            raise CallbackRejected(404, "no such corp and app here")
        return keys

    def _renew(self, app: AppName) -> Keys | None:
        keys = self._look_up(app)
        if keys is None:
            self._held.pop(app, None)
        else:
            self._held[app] = Held(keys, time.monotonic())
        return keys


def looked_up(app: AppName) -> Keys | None:
    """The keys as the database has them."""
    corp_id, agentid = app
    with reading() as session:
        found = session.scalars(
            select(CorpApp).where(CorpApp.corp_id == corp_id, CorpApp.agentid == agentid)
        ).one_or_none()
        return Keys(corp_id, found.token, found.encoding_aes_key) if found else None

"""One path of the API: how it is called, by whose token, and the function behind it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from bots.simulator.api.call import Call
from bots.simulator.models import Json
from bots.simulator.world import World

OPEN, APP, ARCHIVE = "open", "app", "archive"


@dataclass(frozen=True)
class Endpoint:
    method: str
    answer: Callable[[World, Call], Json | Response]
    token: str = APP
    empty: tuple[str, ...] = ()  # lists that come back empty beside an error about the token

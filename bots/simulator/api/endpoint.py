"""One path of the API: how it is called, with which right, and the function behind it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from bots.simulator import apps
from bots.simulator.api.call import Call
from bots.simulator.models import Json
from bots.simulator.world import World

OPEN = "open"  # needs no token
ARCHIVE = apps.ARCHIVE


@dataclass(frozen=True)
class Endpoint:
    method: str  # GET, POST, or ANY where WeCom's own pages disagree
    answer: Callable[[World, Call], Json | Response]
    right: str = ""  # that the app must have; "" leaves it to the path's area, see rights.py
    empty: tuple[str, ...] = ()  # lists that come back empty beside an error about the token

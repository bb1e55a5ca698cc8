"""Troubles to order: an errcode instead of an answer, a cut connection, a slow one."""

from typing import Any

from bots.simulator.errors import MistakeError, RefusalError
from bots.simulator.models import Json


class Faults:
    """Each fault is used up `times` times (once unless said). Hold the world's lock."""

    def __init__(self) -> None:
        self._errcodes: list[Json] = []
        self._cuts: list[Json] = []
        self._slow: list[Json] = []

    def order(self, wishes: Json) -> None:
        for path, fault in (wishes.get("api") or {}).items():
            if not isinstance(fault, dict) or not isinstance(fault.get("errcode"), int):
                raise MistakeError(f"api fault for {path} needs an errcode")
            self._errcodes.append({"path": path, **fault})
        for cut in _several(wishes.get("cut")):
            if cut.get("when") not in ("before", "after"):
                raise MistakeError("a cut happens when: before or after the effect")
            self._cuts.append(dict(cut))
        self._slow += [dict(slow) for slow in _several(wishes.get("slow"))]

    def check(self, path: str) -> None:
        """Raise the errcode that was ordered for this path, if any."""
        for fault in self._errcodes:
            if fault["path"] == path and _used(fault):
                raise RefusalError(fault["errcode"], "ordered fault")

    def cuts(self, path: str, when: str) -> bool:
        return any(c["path"] == path and c["when"] == when and _used(c) for c in self._cuts)

    def slowness(self, path: str) -> float:
        """Real seconds to wait before this call has its effect."""
        for slow in self._slow:
            if slow["path"] == path and _used(slow):
                return float(slow.get("seconds", 1))
        return 0.0


def _several(wish: Any) -> list[Json]:
    if wish is None:
        return []
    wishes: list[Json] = wish if isinstance(wish, list) else [wish]
    if not all(isinstance(one, dict) and "path" in one for one in wishes):
        raise MistakeError("a fault is an object with a path")
    return wishes


def _used(fault: Json) -> bool:
    left = int(fault.get("times", 1))
    fault["times"] = left - 1
    return left > 0

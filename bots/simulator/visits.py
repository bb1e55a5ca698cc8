"""Calls that are inside WeCom at the same time, for as long as latency or a slow fault keeps them."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from bots.simulator.errors import RefusalError

AT_ONCE = 50  # low confidence: nobody has published WeCom's number
MARK_TAG = "externalcontact/mark_tag"

# TABLE: paths that read what is stored, of which only so many run at once (45033)
LISTS = frozenset(
    {
        "user/list",
        "user/simplelist",
        "user/list_id",
        "department/list",
        "externalcontact/list",
        "externalcontact/get",
        "externalcontact/batch/get_by_user",
        "externalcontact/contact_list",
        "externalcontact/get_corp_tag_list",
        "externalcontact/list_contact_way",
        "externalcontact/groupchat/list",
        "externalcontact/groupchat/get",
        "externalcontact/get_groupmsg_list_v2",
        "externalcontact/get_groupmsg_task",
        "externalcontact/get_groupmsg_send_result",
        "externalcontact/customer_acquisition/customer",
        "externalcontact/get_unassigned_list",
        "kf/sync_msg",
        "media/get",
    }
)


@dataclass(frozen=True)
class Visit:
    path: str
    about: Hashable
    seconds: float
    refused: int = 0  # the errcode that it was met with at the door


class Visits:
    """Only visits that take time can overlap. Hold the world's lock."""

    def __init__(self) -> None:
        self.latency: dict[str, float] = {}  # real seconds by path, or "*"
        self.at_once: dict[str, int] = {}  # in place of AT_ONCE; any path may be named
        self._inside: Counter[Hashable] = Counter()

    def enter(self, path: str, about: Hashable, slowness: float) -> Visit:
        """`about` is what may not be worked on twice at once, None if there is no such thing."""
        seconds = slowness + self.latency.get(path, self.latency.get("*", 0.0))
        refused = self._refusal(path, about)
        visit = Visit(path, about, 0.0 if refused else seconds, refused)
        if visit.seconds:
            self._inside.update((path, (path, about)))
        return visit

    def leave(self, visit: Visit) -> None:
        """Raises what the visit was met with."""
        if visit.refused:
            raise RefusalError(visit.refused)
        if visit.seconds:
            self._inside.subtract((visit.path, (visit.path, visit.about)))

    def is_inside(self, path: str) -> bool:
        return self._inside[path] > 0

    def _refusal(self, path: str, about: Hashable) -> int:
        if about is not None and self._inside[(path, about)]:
            return 45035
        usual = AT_ONCE if path in LISTS else None
        most = self.at_once.get(path, self.at_once.get("*", usual))
        return 45033 if most is not None and self._inside[path] >= most else 0

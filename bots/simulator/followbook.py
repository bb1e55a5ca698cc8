"""All follows by pair, and found at once by member or by customer, however many there are."""

from collections import defaultdict
from collections.abc import Sequence

from bots.simulator.models import Follow


class FollowBook(dict[tuple[str, str], Follow]):
    """A follow that begins anew is a new object under the same pair; it then stands last."""

    def __init__(self) -> None:
        super().__init__()
        self._of_staff: defaultdict[str, list[Follow]] = defaultdict(list)
        self._of_customer: defaultdict[str, list[Follow]] = defaultdict(list)

    def __setitem__(self, pair: tuple[str, str], follow: Follow) -> None:
        if self.get(pair) is not follow:
            self._of_staff[pair[0]].append(follow)
            self._of_customer[pair[1]].append(follow)
        super().__setitem__(pair, follow)

    def is_current(self, follow: Follow) -> bool:
        """Whether this one has not begun anew since."""
        return self.get((follow.userid, follow.external_userid)) is follow

    def of_staff(self, userid: str) -> list[Follow]:
        return [follow for follow in self.pages_of(userid) if self.is_current(follow)]

    def of_customer(self, external_userid: str) -> list[Follow]:
        found = self._of_customer.get(external_userid, [])
        return [follow for follow in found if self.is_current(follow)]

    def pages_of(self, userid: str) -> Sequence[Follow]:
        """A member's follows that only ever grow at the end; those begun anew stand twice."""
        return self._of_staff.get(userid, [])

"""Everything the simulated WeCom knows, behind one lock, and the thread that lets things happen."""

import logging
import threading
from collections.abc import Callable

from bots.simulator import cast
from bots.simulator.agenda import Agenda, Due
from bots.simulator.archive.source import Archive
from bots.simulator.book.logins import Logins
from bots.simulator.clock import Clock
from bots.simulator.corp import found_corp
from bots.simulator.courier import Courier
from bots.simulator.departments import found_departments
from bots.simulator.errors import MistakeError, RefusalError
from bots.simulator.faults.board import Faults
from bots.simulator.faults.mail import Mail
from bots.simulator.frequency import Frequency
from bots.simulator.hearers import Hearers
from bots.simulator.kf.models import Desk
from bots.simulator.memory import Memory
from bots.simulator.models import (
    Json,
    Staff,
)
from bots.simulator.seeded import Seeded
from bots.simulator.shells.models import Shells
from bots.simulator.visits import Visits

log = logging.getLogger(__name__)
# what a planned act that cannot be may raise: a refusal, a mistake, a field of the wrong kind
FAILURES = (RefusalError, MistakeError, AttributeError, LookupError, TypeError, ValueError)


class World(Memory):
    """Every reader and writer holds `lock`. Nothing waits for the network while holding it."""

    def __init__(
        self, seeded: Seeded, clock: Clock, *, retry_pause: float = 1.0, echo: bool = False
    ) -> None:
        super().__init__(clock)
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.seeded, self.clock, self.echo = seeded, clock, echo
        self.base_url = ""
        self.corp = found_corp(seeded)
        self.archive, self.kf = Archive(self.corp), Desk()
        self.agenda, self.faults = Agenda(), Faults(seeded)
        self.frequency, self.visits = Frequency(), Visits()
        self.departments = found_departments()
        self.staff = {row[0]: Staff(*row) for row in cast.STAFF}
        hearers = Hearers(self.corp, self.staff, self.departments, self.groups)
        self.courier = Courier(self.corp, clock, self.changed, retry_pause, hearers)
        self.courier.mail = Mail(self.faults, self.courier, self.later_by)
        self.logins, self.shells = Logins(seeded), Shells()
        self.in_flight = self.activity = 0
        self._stopped = False
        self.paused_from = 1.0  # the speed that a pause ends in

    def now(self) -> float:
        return self.clock.now()

    def later(self, at: float, words: Json, act: Callable[[], object]) -> None:
        """Let `act` happen when the clock reaches `at`."""
        self.agenda.put(at, words, act)
        self.changed.notify_all()

    def hides(self, listing: str, created_at: float) -> bool:
        """Whether a list does not show yet what was made at `created_at`: lag is a fault."""
        return self.faults.hides(listing, created_at, self.now())

    def later_by(self, seconds: float, words: Json, act: Callable[[], object]) -> None:
        self.later(self.now() + seconds, words, act)

    def move_clock(self, to: float) -> None:
        """Forward only; what becomes due happens in the world's own thread."""
        if to < self.now():
            raise MistakeError(f"time moves forward only: it is {self.now()}")
        self.clock.move(to)
        self.activity += 1
        self.changed.notify_all()

    def set_speed(self, speed: float) -> None:
        """Of a clock that runs by itself; 0 lets it stand still."""
        self.paused_from = self.clock.speed or self.paused_from
        self.clock.set_speed(speed)
        self.activity += 1
        self.changed.notify_all()

    def state(self) -> Json:
        """One honest look: acts run and callbacks are counted under the lock this is taken with."""
        now = self.now()
        due, undelivered = self.agenda.due(now), self.courier.undelivered
        return {
            "now": now,
            "speed": self.clock.speed,
            "busy": bool(due or undelivered or self.in_flight),
            "in_flight": self.in_flight,
            "undelivered": undelivered,
            "due_actions": due,
            "activity": self.activity + self.courier.attempts,
            "next_due": self.agenda.next_at(),
        }

    def start(self) -> None:
        threading.Thread(target=self._live, name="world", daemon=True).start()

    def stop(self) -> None:
        with self.changed:
            self._stopped = True
            self.changed.notify_all()
        self.shells.close()
        self.courier.stop()

    def _live(self) -> None:
        while True:
            with self.changed:
                if self._stopped:
                    return
                due = self.agenda.take(self.now())
                if due is None:
                    self.changed.wait(0.05 if self.clock.moves_itself() else None)
                else:
                    self._perform(due)
                    self.changed.notify_all()

    def _perform(self, due: Due) -> None:
        """One act, whole, under the lock; one that cannot be is written down and life goes on."""
        self.activity += 1
        try:
            due.act()
        except FAILURES as error:
            log.warning("planned action failed: %s", error)
            self.failed_actions.append({"at": due.at, "action": due.words, "why": str(error)})

"""TABLE: every invariant. A new one is one row in one of these tables and a test that breaks it."""

from app.audit.arrivals import ARRIVALS
from app.audit.invariant import Invariant
from app.audit.ledger import LEDGER
from app.audit.promises import PROMISES
from app.audit.tags import TAGS

INVARIANTS: tuple[Invariant, ...] = (*LEDGER, *PROMISES, *TAGS, *ARRIVALS)

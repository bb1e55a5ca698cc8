"""The sweep: rings for every row that is due and for which nobody rang lately."""

from app.db import reading, transaction
from app.due import claim_bells, waiting
from app.queue import later


def sweep() -> int:
    """Ring for what is due. Returns how many bells it rang."""
    with reading() as session:
        found = waiting(session)
    rung = 0
    for due in found:
        with transaction() as session:
            for row_id, lane in claim_bells(session, due):
                later(session, due.job, row_id, on=lane)
                rung += 1
    return rung

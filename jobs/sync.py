"""Jobs of the sync lane that bring qualified customers into the CRM tables."""

from functools import partial

from app.db import reading
from app.leads import sync
from app.leads.unsynced import attempts_of, put_off
from jobs.outcome import attempt

MOST_SURPRISES = 8  # nobody waits for a lead: about four minutes, with growing pauses


def mirror_lead(score_id: int) -> None:
    """Bring one lead in line with its score; running it again changes nothing."""
    with reading() as session:
        attempts = attempts_of(session, score_id) + 1
    outcome = attempt(partial(sync.mirror_lead, score_id), attempts, MOST_SURPRISES)
    if outcome.state != "done":
        put_off(score_id, outcome.error, outcome.pause, is_parked=outcome.state == "parked")

"""Jobs of the sync lane that bring qualified customers into the CRM tables."""

from app.leads import sync


def mirror_lead(score_id: int) -> None:
    """Bring one lead in line with its score; running it again changes nothing."""
    sync.mirror_lead(score_id)

"""Jobs of the sync lane for live codes: those whose removal has come, and batches to be made."""

from app.acquisition.batches import making
from app.acquisition.codes import removal


def remove(removal_id: int) -> None:
    """Take a live code away that nobody wanted back."""
    removal.remove(removal_id)


def make_batch(batch_id: int) -> None:
    """Bring a batch of live codes to WeCom, for a while."""
    making.go_on(batch_id)

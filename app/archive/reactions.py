"""When WeCom says that the archive grew, it is pulled."""

from sqlalchemy import select

from app.archive.pull import pull_unless_pulled
from app.corps.models import Corp
from app.db import reading
from app.errors import NotYet
from app.events.archive import ArchiveGrew


def pull_archive(event: ArchiveGrew) -> None:
    """Pull what is new. While another process pulls, its end is waited for: it may miss the last."""
    with reading() as session:
        corp_row_id = session.scalars(select(Corp.id).where(Corp.corp_id == event.corp_id)).one()
    if not pull_unless_pulled(corp_row_id):
        raise NotYet("another process is pulling this archive")

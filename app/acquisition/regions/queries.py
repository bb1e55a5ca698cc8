"""What pages and doors ask about stores."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.acquisition.regions.models import Store


def all_stores(session: Session, corp_id: str) -> Sequence[Store]:
    """All stores, by region and city."""
    return session.scalars(
        select(Store)
        .where(Store.corp_id == corp_id)
        .order_by(Store.region, Store.city, Store.name, Store.id)
    ).all()


def open_stores(session: Session, corp_id: str) -> list[Store]:
    """Those that visitors may choose."""
    return [store for store in all_stores(session, corp_id) if store.is_open]

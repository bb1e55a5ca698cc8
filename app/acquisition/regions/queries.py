"""What pages and doors ask about stores."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.acquisition.regions.models import Store


def stores(corp_id: str) -> Select[Store]:
    """All stores, by region and city."""
    mine = select(Store).where(Store.corp_id == corp_id)
    return mine.order_by(Store.region, Store.city, Store.name, Store.id)


def all_stores(session: Session, corp_id: str) -> Sequence[Store]:
    """All stores, by region and city."""
    return session.scalars(stores(corp_id)).all()


def find_store(session: Session, corp_id: str, store_id: int) -> Store | None:
    """One store of this corp."""
    same = (Store.corp_id == corp_id, Store.id == store_id)
    return session.scalars(select(Store).where(*same)).one_or_none()


def open_stores(session: Session, corp_id: str) -> list[Store]:
    """Those that visitors may choose."""
    return [store for store in all_stores(session, corp_id) if store.is_open]

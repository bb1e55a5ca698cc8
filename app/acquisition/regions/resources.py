"""Stores for programs: kept, changed, and chosen from as visitors do."""

from typing import Any, Literal

from flask import Response, abort, jsonify
from pydantic import Field
from sqlalchemy.orm import Session

from app.acquisition.landing.bodies import DoorBody
from app.acquisition.landing.targets import target_of
from app.acquisition.regions.choosing import nearest
from app.acquisition.regions.form import LIMITS, fill, wrong_store
from app.acquisition.regions.models import Store
from app.acquisition.regions.queries import find_store, open_stores, stores
from app.api.answers import created, listed
from app.api.guard import caller, settle
from app.api.problems import against
from app.api.shell import N_, Asked, ById, Line, Name, Paged, Sent, Told, resources
from app.console.paging import paged
from app.db import reading, transaction

store_resources = resources("stores", __name__, N_("门店"))


class StoreBody(Sent):
    """Everything that is decided about a store."""

    name: Name = Field(max_length=LIMITS["name"])
    region: Line = Field(default="", max_length=LIMITS["region"], description=N_("所属区域"))
    city: Line = Field(default="", max_length=LIMITS["city"])
    address: Line = Field(default="", max_length=LIMITS["address"])
    target: DoorBody = Field(description=N_("由谁接待：活码、群活码或获客链接"))
    is_open: bool = Field(default=True, description=N_("访客可以选这家门店"))


class DoorTold(Told):
    """Where it leads."""

    kind: Literal["code", "group", "link"]
    id: int


class StoreTold(Told):
    """A store."""

    id: int
    name: str
    region: str
    city: str
    address: str
    target: DoorTold
    is_open: bool
    is_ready: bool = Field(description=N_("接待它的活码或链接还在，而且已经同步到企业微信"))


class StoresTold(Told):
    """One page of stores, by region and city."""

    items: list[StoreTold]
    total: int
    page: int
    size: int


class NearestAsked(Asked):
    """Where the visitor is."""

    city: Line = Field(default="", max_length=50, description=N_("访客所在的城市；空：全部"))


class NearestTold(Told):
    """The stores that a visitor from there may choose: of the city, else of the region, else all."""

    items: list[StoreTold]


@store_resources.get("/stores", summary=N_("门店列表"), responses={"200": StoresTold})
def listing(query: Paged) -> Response:
    """All stores."""
    with reading() as session:
        page = paged(session, stores(caller().corp_id), size=query.size)
        return listed(page, [told(session, store) for store in page.rows])


@store_resources.post("/stores", summary=N_("新建门店"), responses={"201": StoreTold})
def make_store(body: StoreBody) -> Response:
    """Keep a new store; visitors may choose it at once."""
    sent = sent_from(body)
    with transaction() as session:
        if wrong := wrong_store(session, caller().corp_id, sent):
            return against(wrong)
        store = Store(corp_id=caller().corp_id)
        fill(store, sent)
        session.add(store)
        session.flush()
        return settle(session, created(jsonify(told(session, store))))


@store_resources.get(
    "/stores/nearest", summary=N_("访客可选的门店"), responses={"200": NearestTold}
)
def near(query: NearestAsked) -> Response:
    """What a visitor of a city is shown."""
    with reading() as session:
        shown = nearest(open_stores(session, caller().corp_id), query.city)
        return jsonify(items=[told(session, store) for store in shown])


@store_resources.get("/stores/<int:id>", summary=N_("一家门店"), responses={"200": StoreTold})
def one(path: ById) -> Response:
    """One store."""
    with reading() as session:
        return jsonify(told(session, found(session, path.id)))


@store_resources.put("/stores/<int:id>", summary=N_("修改门店"), responses={"200": StoreTold})
def change(path: ById, body: StoreBody) -> Response:
    """Let a store be as told; visitors see it at once."""
    sent = sent_from(body)
    with transaction() as session:
        store = found(session, path.id)
        if wrong := wrong_store(session, store.corp_id, sent):
            return against(wrong)
        fill(store, sent)
        return jsonify(told(session, store))


def sent_from(body: StoreBody) -> dict[str, str]:
    """What was sent, as the page's row has it."""
    words = {field: getattr(body, field).strip() for field in LIMITS}
    return {**words, "target": body.target.key, "is_open": "1" if body.is_open else ""}


def found(session: Session, store_id: int) -> Store:
    """The store of the caller's corp, or 404."""
    return find_store(session, caller().corp_id, store_id) or abort(404)


def told(session: Session, store: Store) -> dict[str, Any]:
    """A store as it is told."""
    same = ("id", *LIMITS, "is_open")
    leads_to = target_of(session, store.corp_id, store.target, store.target_id)
    return {
        **{name: getattr(store, name) for name in same},
        "target": {"kind": store.target, "id": store.target_id},
        "is_ready": leads_to is not None,
    }

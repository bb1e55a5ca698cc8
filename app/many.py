"""Writing many rows by one statement: the rows travel as one JSON value, so that PostgreSQL parses
one parameter and Python builds no statement for each row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Row,
    TableValuedAlias,
    column,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.orm import Session

from app.db import Row as Table

Model = TypeVar("Model", bound=Table)
Values = Mapping[str, Any]


def insert_all(
    session: Session, model: type[Model], rows: Sequence[Values], **same: ColumnElement[Any]
) -> Sequence[Model]:
    """Insert rows that all have the same fields; gives those that were not there before.

    `same` is what SQL says of all of them.
    """
    if not rows:
        return []
    return session.scalars(_insertion(model, rows, same).returning(model)).all()


def insert_told(
    session: Session, model: type[Model], rows: Sequence[Values], *told: str
) -> Sequence[Row[Any]]:
    """The same; of those that were not there before, only the columns `told` come back, if any."""
    if not rows:
        return []
    statement = _insertion(model, rows, {})
    if not told:
        session.execute(statement)
        return []
    return session.execute(statement.returning(*(model.__table__.c[name] for name in told))).all()


def _insertion(
    model: type[Model], rows: Sequence[Values], same: Mapping[str, ColumnElement[Any]]
) -> Insert:
    names = tuple(rows[0])
    told = recordset(model, names, rows)
    chosen = select(*(told.c[name] for name in names), *same.values())
    return insert(model).from_select([*names, *same], chosen).on_conflict_do_nothing()


def upsert_all(
    session: Session,
    model: type[Model],
    rows: Sequence[Values],
    *,
    key: Sequence[str],
    taken: Sequence[str],
    where: ColumnElement[bool],
) -> None:
    """Insert rows that all have the same fields; where a row with this `key` is there already and
    `where` holds of it, the fields `taken` go into it."""
    if not rows:
        return
    names = tuple(rows[0])
    told = recordset(model, names, rows)
    statement = insert(model).from_select(names, select(*(told.c[name] for name in names)))
    values = {name: statement.excluded[name] for name in taken}
    session.execute(
        statement.on_conflict_do_update(index_elements=key, set_=values, where=where),
        execution_options={"synchronize_session": False},
    )


def update_all(
    session: Session,
    model: type[Model],
    rows: Iterable[Values],
    where: Callable[[TableValuedAlias], ColumnElement[bool]] = lambda _: true(),
) -> None:
    """Write each row's fields into the row with its `id`; what SQL must say goes row by row.

    `where` says of the rows as a table which are still wanted; what goes row by row is not asked.
    """
    alike: dict[tuple[str, ...], list[Values]] = {}
    for row in rows:
        if any(isinstance(value, ColumnElement) for value in row.values()):
            own = {name: value for name, value in row.items() if name != "id"}
            session.execute(update(model).where(model.id == row["id"]).values(own))
        else:
            alike.setdefault(tuple(row), []).append(row)
    for names, group in alike.items():
        told = recordset(model, names, group)
        values = {name: told.c[name] for name in names if name != "id"}
        statement = update(model).where(model.id == told.c.id, where(told)).values(values)
        session.execute(statement, execution_options={"synchronize_session": False})


def recordset(model: type[Model], names: Iterable[str], rows: Iterable[Values]) -> TableValuedAlias:
    """The rows as a table, each column with the type that the model has for it."""
    columns = (column(name, model.__table__.c[name].type) for name in names)
    told = func.jsonb_to_recordset(literal(as_json(rows), JSONB))
    return told.table_valued(*columns, name="told").render_derived(with_types=True)


def as_json(rows: Iterable[Values]) -> list[dict[str, Any]]:
    """The rows as JSON can hold them."""
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in row.items()
        }
        for row in rows
    ]

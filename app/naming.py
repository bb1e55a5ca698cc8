"""Names of several kinds of things by one statement."""

from collections.abc import Mapping

from sqlalchemy import Select, literal, union_all
from sqlalchemy.orm import Session


def names_by_kind(
    session: Session, asked: Mapping[str, Select[str, str]]
) -> dict[str, dict[str, str]]:
    """kind → key → name; each kind is asked for by a statement that gives keys and names as text."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in asked}
    statements = [statement.add_columns(literal(kind)) for kind, statement in asked.items()]
    for key, name, kind in session.execute(union_all(*statements)):
        found[kind][key] = name
    return found

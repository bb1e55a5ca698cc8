"""Rules and contributions as their rows keep them: JSON without empty fields."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from app.leads.qualification import Contribution, Rule
from app.sentences import as_kept as as_kept_sentence
from app.sentences import as_told

_LISTS = {field.name for field in fields(Rule) if field.default == ()}


def as_json(rule: Rule) -> dict[str, Any]:
    """A rule as its row keeps it."""
    kept = {name: value for name, value in asdict(rule).items() if value not in ((), 0)}
    return {
        "points": rule.points,
        **{name: list(value) if name in _LISTS else value for name, value in kept.items()},
    }


def as_rule(kept: Mapping[str, Any]) -> Rule:
    """A rule as it is judged by."""
    values: dict[str, Any] = {
        name: tuple(value) if name in _LISTS else value for name, value in kept.items()
    }
    return Rule(**values)


def as_kept(contribution: Contribution) -> dict[str, Any]:
    """A contribution as a score keeps it."""
    told = {"reason": as_kept_sentence(contribution.reason), "at": contribution.at.isoformat()}
    return {**vars(contribution), **told}


def as_contribution(kept: Mapping[str, Any]) -> Contribution:
    """A contribution as pages show it."""
    values: dict[str, Any] = {
        **kept,
        "reason": as_told(kept["reason"]),
        "at": datetime.fromisoformat(kept["at"]),
    }
    return Contribution(**values)

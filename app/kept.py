"""A column type for what is said to people: a sentence goes in and comes back as it was."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from app.sentences import Sentence, Told, as_kept, as_told


class Kept(TypeDecorator[Sentence | str]):
    """A sentence, or the plain words of somebody, as JSON."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: Told | None,
        dialect: Any,  # noqa: ARG002
    ) -> Mapping[str, Any] | str | None:
        """Into the database; what is JSON already goes in as it is."""
        return as_kept(value)

    def process_result_value(self, value: Any, dialect: Any) -> Sentence | str | None:  # noqa: ARG002
        """Out of the database."""
        return as_told(value)

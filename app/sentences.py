"""Sentences that are kept: what was meant, so that each reader hears it in their own language.

A reason is decided long before anybody reads it, and by whom is not known. So the Chinese msgid
is kept beside what stands in its placeholders; `Sentence(…)` marks its words for the catalogue as
`_(…)` does. What people typed (names, words, notes) is plain text and never translated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Errcode:
    """What WeCom's errcode means: a page knows it in every language."""

    errcode: int


@dataclass(frozen=True)
class Sentence:
    """A msgid and what is given in it; a given sentence is said in the same language."""

    say: str
    given: "Mapping[str, str | int | Sentence | Errcode]" = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in Chinese, as logs and stories tell it."""
        return in_words(self, CHINESE)


@dataclass(frozen=True)
class Reader:
    """How somebody hears: msgid → their words, and errcode → what it means to them."""

    translate: Callable[[str], str]
    explain: Callable[[int], str]


CHINESE = Reader(translate=str, explain=str)

# A sentence, the same as JSON, or the finished words of somebody.
Told = Sentence | Mapping[str, Any] | str


def as_kept(told: Told | None) -> Mapping[str, Any] | str | None:
    """What goes into a JSON column."""
    if not isinstance(told, Sentence):
        return told
    return {"say": told.say, "given": {name: _kept(each) for name, each in told.given.items()}}


def _kept(given: "str | int | Sentence | Errcode") -> Any:
    if isinstance(given, Errcode):
        return {"errcode": given.errcode}
    return as_kept(given) if isinstance(given, Sentence) else given


def as_told(kept: Mapping[str, Any] | str | None) -> Sentence | str | None:
    """What comes out of a JSON column."""
    if kept is None or isinstance(kept, str):
        return kept
    say, given = kept["say"], kept["given"]
    return Sentence(say, {name: _given(each) for name, each in given.items()})


def in_words(told: Told | None, reader: Reader) -> str:
    """The sentence as `reader` hears it; finished words stay as they are."""
    sentence = told if isinstance(told, Sentence) else as_told(told)
    if not isinstance(sentence, Sentence):
        return sentence or ""
    given = {name: _heard(each, reader) for name, each in sentence.given.items()}
    words = reader.translate(sentence.say)
    return words % given if given else words


def _given(kept: Any) -> str | int | Sentence | Errcode:
    if not isinstance(kept, Mapping):
        return str(kept) if not isinstance(kept, int) else kept
    if "errcode" in kept:
        return Errcode(kept["errcode"])
    told = as_told(kept)
    assert told is not None
    return told


def _heard(given: str | int | Sentence | Errcode, reader: Reader) -> str | int:
    if isinstance(given, Sentence):
        return in_words(given, reader)
    return reader.explain(given.errcode) if isinstance(given, Errcode) else given

"""Kept sentences as the reader of a page hears them."""

from flask_babel import gettext

from app.console.plain_words import plain_words
from app.sentences import Reader, Told, in_words


def said(told: Told | None) -> str:
    """The sentence in the language of this page; what people typed stays as it is."""
    return in_words(told, Reader(gettext, plain_words))

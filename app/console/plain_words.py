"""What an errcode means and what to do next, in the reader's language."""

from flask_babel import get_locale

from bots.errors import advice


def plain_words(errcode: int) -> str:
    """One or two sentences for the person who must act."""
    words = advice(errcode)
    if str(get_locale()) == "en":
        return words.advice_en
    return f"{words.meaning_zh}。{words.advice_zh}。"

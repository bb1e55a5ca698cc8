"""What an errcode means and what to do next, in the reader's language."""

import re

from flask_babel import get_locale

from bots.errors import advice

REFUSAL = re.compile(r"\w+: (-?\d+): (.*)", re.DOTALL)  # as jobs keep it: class, errcode, errmsg


def plain_words(errcode: int) -> str:
    """One or two sentences for the person who must act."""
    words = advice(errcode)
    if str(get_locale()) == "en":
        return words.advice_en
    return f"{words.meaning_zh}。{words.advice_zh}。"


def whole_words(errcode: int, errmsg: str | None) -> str:
    """The same with WeCom's own words, which name the cause to who does not read Chinese."""
    return f"{plain_words(errcode)} ({errcode} {errmsg or ''})"


def explained(error: str) -> str:
    """The kept error of a job in the same words, where it is one of WeCom's; else its last line."""
    found = REFUSAL.match(error)
    return whole_words(int(found[1]), found[2]) if found else error.strip().splitlines()[-1]

"""Which language a person reads, and the catalogue: Chinese is the source, English its translation."""

import os
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import request, session

APP = Path(__file__).resolve().parents[1]
TRANSLATIONS = APP / "translations"
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"

DEFAULT_LOCALE = "zh_Hans_CN"
LOCALES: dict[str, str] = {DEFAULT_LOCALE: "中文", "en": "English"}
HTML_LANGUAGES: dict[str, str] = {DEFAULT_LOCALE: "zh-CN", "en": "en"}

WHERE_WORDS_ARE = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
HOW_TO_READ = {"**/templates/**.html": {"silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None, "Sentence": None, "N_": None}
HEADER = "# English words of the console. Chinese, the source, is the msgid."


def chosen_locale() -> str:
    """The language of this session: Chinese until somebody asks for another.

    A program has no session; it says what it reads in Accept-Language.
    """
    if request.path.startswith("/api/"):
        asked = request.accept_languages.best_match(("zh", "en"), "zh")
        return "en" if asked == "en" else DEFAULT_LOCALE
    chosen = session.get("locale")
    return chosen if chosen in LOCALES else DEFAULT_LOCALE


def other_languages() -> list[tuple[str, str]]:
    """What the header offers: every language but the present one."""
    return [(name, label) for name, label in LOCALES.items() if name != chosen_locale()]


def html_language() -> str:
    """The language of the page, as HTML names it."""
    return HTML_LANGUAGES[chosen_locale()]


def words_in(folder: Path = APP) -> Catalog:
    """Every msgid that code and templates use."""
    found = Catalog(project="lianke", charset="utf-8")
    for _file, _line, message, notes, context in extract_from_dir(
        folder, WHERE_WORDS_ARE, HOW_TO_READ, KEYWORDS
    ):
        found.add(message, None, auto_comments=notes, context=context)
    return found


def english() -> Catalog:
    """The English catalogue as it is kept."""
    with ENGLISH.open("rb") as po:
        return read_po(po, locale="en")


def new_catalog() -> Catalog:
    """An English catalogue without words yet."""
    people = {"last_translator": "Lianke", "language_team": "Lianke"}
    return Catalog(
        "en", project="lianke", version="1", msgid_bugs_address="-", fuzzy=False, **people
    )


def extract() -> None:
    """Add new msgids to the catalogue, drop unused ones, keep every translation."""
    catalog = english() if ENGLISH.exists() else new_catalog()
    catalog.update(words_in(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER
    written = BytesIO()
    # Neither places nor dates: they would make every two branches conflict here.
    write_po(written, catalog, no_location=True, sort_output=True, omit_header=False, width=0)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(written.getvalue())


def compile_catalog() -> bool:
    """Compile the catalogue where the compiled one is missing or older; True when it was."""
    compiled = ENGLISH.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= ENGLISH.stat().st_mtime:
        return False
    draft = compiled.with_suffix(f".{os.getpid()}.mo")  # others may be starting beside us
    with draft.open("wb") as mo:
        write_mo(mo, english())
    draft.replace(compiled)
    return True


def main(arguments: list[str]) -> int:
    """`--extract` gathers words from the code; without it the catalogue is compiled."""
    if "--extract" in arguments:
        extract()
    changed = compile_catalog()
    sys.stderr.write("translations: " + ("compiled\n" if changed else "up to date\n"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

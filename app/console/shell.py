"""Puts the shell on a Flask app: language, login, headers, errors, menu and filters."""

from datetime import timedelta
from functools import cache
from pathlib import Path

from flask import Flask, request, url_for
from flask_babel import Babel

from app.config import settings
from app.console import breakers, errcodes, health, pages
from app.console.auth import guard_everything
from app.console.error_pages import show_errors
from app.console.filters import ago, localtime
from app.console.headers import send_headers
from app.console.inside import is_in_wecom
from app.console.language import (
    DEFAULT_LOCALE,
    TRANSLATIONS,
    chosen_locale,
    compile_catalog,
    html_language,
    other_languages,
)
from app.console.login_command import login_link
from app.console.nav import nav_items
from app.console.paging import page_url
from app.console.person import current_person
from app.console.plain_words import explained, plain_words, whole_words
from app.console.said import said

STATIC = Path(__file__).resolve().parent / "static"


def register(app: Flask) -> None:
    """Make `app` a house that people can enter.

    Make the app with `static_folder=None`: the shell serves `/static` itself.
    """
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings().public_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=30),  # static addresses carry a version
        # A slow answer would put back the session as it was when its request came in.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    speak(app)
    send_headers(app)
    guard_everything(app)
    show_errors(app)
    give_words_to_templates(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(errcodes.blueprint)
    app.register_blueprint(breakers.blueprint)
    app.cli.add_command(login_link)


def speak(app: Flask) -> None:
    """Chinese by default, English by choice."""
    compile_catalog()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, default_locale=DEFAULT_LOCALE, locale_selector=chosen_locale)  # type: ignore[no-untyped-call]


def give_words_to_templates(app: Flask) -> None:
    """What layout and macros ask for by name."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        nav_items=nav_items,
        current_person=current_person,
        is_in_wecom=is_in_wecom,
        html_language=html_language,
        language_choices=other_languages,
        home_url=lambda: url_for("console.home"),
        here=here,
        page_url=page_url,
        plain_words=plain_words,
        whole_words=whole_words,
        explained=explained,
        standing_breakers=breakers.standing_breakers,
    )
    app.jinja_env.filters.update(localtime=localtime, ago=ago, said=said)


def here() -> str:
    """This page's address, to come back to; a page made by a POST has none."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def asset(path: str) -> str:
    """The address of a static file, new whenever the file is, so that browsers may keep it."""
    return url_for("console.static", filename=path, v=version(path))


@cache
def version(path: str) -> str:
    file = STATIC / path
    return f"{file.stat().st_mtime_ns:x}" if file.is_file() else "0"

"""Who may come in: one-time links, and the guard before every endpoint that is not public."""

import hashlib
import secrets
from datetime import timedelta

from flask import Flask, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.clock import now
from app.console.error_pages import toast
from app.console.inside import is_in_wecom
from app.console.models import LoginLink
from app.console.person import ROLES, Person, current_person

# Open to everybody, each for a reason: files, the door itself, and what a load balancer asks.
PUBLIC: frozenset[str] = frozenset(
    {
        "console.static",
        "console.favicon",
        "console.login",
        "console.login_with_link",
        "console.choose_language",
        "health.healthz",
        "health.readyz",
        "openapi.document",  # what can be asked is no secret; the asking wants a token
        "metrics.figures",  # it asks for a token, or for this very machine
        "wecom_login.start",
        "wecom_login.back",
        "doors.static",
        "doors.show",  # landing pages are for everybody who has their address
        "doors.submit",
        "doors.done",
        "doors.image",
        "doors.qr",
    }
)
# A visitor who fills in a public form has no session that anybody could misuse.
NO_TOKEN: frozenset[str] = frozenset({"doors.submit"})
# Programs come in here; they prove themselves by signature or token, not by a session.
MACHINE_DOORS: frozenset[str] = frozenset({"callbacks", "api"})

csrf = CSRFProtect()  # type: ignore[no-untyped-call]


def make_login_link(
    session: Session,
    corp_id: str,
    userid: str,
    role: str,
    *,
    name: str = "",
    lives_for: timedelta = timedelta(minutes=15),
) -> str:
    """The token of a link `/login/<token>` that lets `userid` in once.

    `lives_for` is product time: where a virtual clock leaps, give it longer.
    """
    if role not in ROLES:
        raise ValueError(f"no such role: {role!r}")
    token = secrets.token_urlsafe(32)
    session.add(
        LoginLink(
            corp_id=corp_id,
            token_hash=hash_of(token),
            userid=userid,
            name=name or userid,
            role=role,
            expires_at=now() + lives_for,
        )
    )
    return token


def redeem(session: Session, token: str) -> Person | None:
    """The person a token stands for, once: one UPDATE decides who of two comes first."""
    row = session.execute(
        update(LoginLink)
        .where(
            LoginLink.token_hash == hash_of(token),
            LoginLink.used_at.is_(None),
            LoginLink.expires_at > now(),
        )
        .values(used_at=now())
        .returning(LoginLink.corp_id, LoginLink.userid, LoginLink.name, LoginLink.role)
    ).one_or_none()
    return None if row is None else Person(*row)


def hash_of(token: str) -> str:
    """What the table keeps of a token, so that a leaked table opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def guard_everything(app: Flask) -> None:
    """Ask for a login and a CSRF token before every endpoint that is not listed above."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the guard asks, since it knows the doors
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a page left open overnight must still save
    csrf.init_app(app)  # type: ignore[no-untyped-call]
    app.before_request(guard)


def guard() -> ResponseReturnValue | None:
    """Let the request through, or answer how to come in."""
    if request.endpoint is None or request.endpoint.split(".")[0] in MACHINE_DOORS:
        return None
    if not is_public(request.endpoint) and current_person() is None:
        return ask_to_log_in()
    if request.endpoint not in NO_TOKEN:
        csrf.protect()  # type: ignore[no-untyped-call]
    return None


def is_public(endpoint: str) -> bool:
    """Whether the endpoint is open without login."""
    return endpoint in PUBLIC


def ask_to_log_in() -> ResponseReturnValue:
    """401 with the page that says how to get a link; htmx is sent to that page.

    In WeCom nobody has to ask: it tells us who looks. Whoever is filling in a form stays on it.
    """
    if may_be_known_by_wecom():
        here, corp_id = request.full_path.rstrip("?"), request.args.get("corp")
        return redirect(url_for("wecom_login.start", next=here, corp=corp_id))
    if request.headers.get("HX-Request") and request.method != "GET":
        return toast(401)
    if request.headers.get("HX-Request"):
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url_for("console.login")
        return response
    return render_template("console/login.html"), 401


def may_be_known_by_wecom() -> bool:
    """Whether a whole page is opened in WeCom, and this app knows that way in."""
    is_page = request.method == "GET" and not request.headers.get("HX-Request")
    is_asking = request.endpoint == "console.login"  # else the two would send each other round
    known = "wecom_login.start" in current_app.view_functions
    return is_page and known and not is_asking and is_in_wecom()

"""The shell's own pages: home, login, logout and the choice of language."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.console.auth import ask_to_log_in, redeem
from app.console.language import LOCALES
from app.console.nav import first_page
from app.console.person import current_person, log_in, log_out
from app.db import transaction

blueprint = Blueprint(
    "console",
    __name__,
    static_folder="static",
    static_url_path="/static",
    template_folder="templates",
)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The first page there is; a house without pages says so."""
    page = first_page()
    return redirect(page) if page else render_template("console/home.html")


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Browsers ask here for the icon of what is not a page, such as a QR image."""
    return redirect(url_for("console.static", filename="console/mark.svg"))


@blueprint.get("/login")
def login() -> ResponseReturnValue:
    """How to get a link, for those who have none."""
    return redirect(url_for("console.home")) if current_person() else ask_to_log_in()


@blueprint.get("/login/<token>")
def login_with_link(token: str) -> ResponseReturnValue:
    """Let the bearer in, once."""
    if is_only_a_look():
        return "", 204
    with transaction() as rows:
        person = redeem(rows, token)
    if person is None:
        return render_template("console/login.html", spent=True), 401
    log_in(person)
    return redirect(local(request.args.get("next", "/")))


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    """End this browser's session."""
    log_out()
    return redirect(url_for("console.login"))


@blueprint.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keep the language for this session and go back to the page."""
    if request.form.get("locale") in LOCALES:
        session["locale"] = request.form["locale"]
    return redirect(local(request.form.get("next", "/")))


def is_only_a_look() -> bool:
    """Chat programs and browsers look at links before people do; a look must not spend one."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "HEAD" or "prefetch" in purpose


def local(path: str) -> str:
    """The path if it stays on this site, else home."""
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_local and path.isprintable() else "/"

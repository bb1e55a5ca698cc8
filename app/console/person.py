"""Who is looking: the person that this browser's session belongs to."""

from dataclasses import dataclass

from flask import session
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf

from app.errors import ScrmError

ROLES = {"admin": _l("管理员"), "ops": _l("运营"), "sales": _l("销售"), "staff": _l("成员")}


class NobodyHere(ScrmError):
    """A page asked who is looking, and nobody is logged in: its endpoint is public by mistake."""


@dataclass(frozen=True)
class Person:
    """A staff member as the session knows them."""

    corp_id: str
    userid: str
    name: str
    role: str

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(ROLES[self.role])


def current_person() -> Person | None:
    """The person of this request, if anyone is logged in."""
    if session.get("role") not in ROLES:
        return None
    return Person(session["corp_id"], session["userid"], session["name"], session["role"])


def current_corp_id() -> str:
    """The corp whose rows this request may see."""
    person = current_person()
    if person is None:
        raise NobodyHere("nobody is logged in")
    return person.corp_id


def log_in(person: Person) -> None:
    """Give this browser a fresh session: nothing of the earlier one lives on but the language."""
    locale = session.get("locale")
    session.clear()
    session.permanent = True
    session.update(corp_id=person.corp_id, userid=person.userid, name=person.name, role=person.role)
    if locale:
        session["locale"] = locale
    # Made now, so that no page has to change the session while other answers are on their way.
    generate_csrf()  # type: ignore[no-untyped-call]


def log_out() -> None:
    """Forget the person, keep the language."""
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale

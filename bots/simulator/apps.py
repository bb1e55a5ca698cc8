"""The corp's applications: each with its own secret, rights, visible range and callback."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bots.simulator import cast
from bots.simulator.departments import Departments
from bots.simulator.models import Json, Staff
from bots.simulator.seeded import Seeded

# rights, as an administrator grants them; "" on an endpoint means that any app may call it
CUSTOMER, ACQUISITION, KF = "customer", "acquisition", "kf"
MESSAGE, CONTACTS, CONTACTS_WRITE = "message", "contacts", "contacts_write"
ARCHIVE = "archive"
RIGHTS = frozenset({CUSTOMER, ACQUISITION, KF, MESSAGE, CONTACTS, CONTACTS_WRITE, ARCHIVE})

XML, JSON = "xml", "json"
LAST_OF_KEY = "AEIMQUYcgkosw048"  # 43 characters carry 258 bits: the last two must be zero


@dataclass(eq=False)
class App:
    """One application; the first five fields are what its owner writes down."""

    agentid: int
    name: str
    secret: str = ""
    token: str = ""
    encoding_aes_key: str = ""
    rights: frozenset[str] = frozenset()
    users: list[str] = field(default_factory=list)  # the visible range: members by name …
    parties: list[int] = field(default_factory=lambda: [cast.ROOT])  # … and by department
    trusted_ips: list[str] = field(default_factory=list)  # empty: any
    trusted_domains: list[str] = field(default_factory=list)  # of pages with JS-SDK; empty: any
    sidebar_url: str = ""  # its page in the tool bar of chats (聊天工具栏)
    is_enabled: bool = True
    format: str = XML  # of the callbacks that it receives
    url: str = ""  # its callback; may hold {corpid} and {agentid}

    def sees(self, staff: Staff, departments: Departments) -> bool:
        """Whether a member is in the visible range, by name or by department."""
        named = staff.userid in self.users
        return named or any(self.sees_party(n, departments) for n in staff.departments)

    def sees_party(self, party: int, departments: Departments) -> bool:
        """A department is visible together with everything under it."""
        return bool(departments.line(party) & set(self.parties))

    def credentials(self) -> Json:
        names = ("agentid", "name", "secret", "token", "encoding_aes_key")
        return {name: getattr(self, name) for name in names}

    def settings(self) -> Json:
        visible = {"users": self.users, "parties": self.parties}
        more = {"enabled": self.is_enabled, "format": self.format, "url": self.url}
        ips = {"trusted_ips": self.trusted_ips, "trusted_domains": self.trusted_domains}
        page = {"sidebar_url": self.sidebar_url}
        return {"rights": sorted(self.rights), "visible": visible, **ips, **page, **more}


NOBODY = App(0, "nobody", parties=[])  # behind calls that need no token


def new_app(seeded: Seeded, agentid: int, name: str, rights: Iterable[str]) -> App:
    """An app whose secrets depend on the seed and, but for the first app, on its agentid."""
    own = () if agentid == cast.AGENTID else (agentid,)
    last = seeded.letters(1, "aes end", *own, alphabet=LAST_OF_KEY)
    return App(
        agentid,
        name,
        secret=seeded.letters(43, "app secret", *own),
        token=seeded.letters(24, "callback token", *own),
        encoding_aes_key=seeded.letters(42, "aes key", *own) + last,
        rights=frozenset(rights),
    )


def found_apps(seeded: Seeded) -> list[App]:
    """The demo's own app first, a rival that welcomes too, and WeCom's three system apps."""
    usual = {CUSTOMER, ACQUISITION, KF, MESSAGE, CONTACTS}
    apps = [
        new_app(seeded, cast.AGENTID, cast.APP_NAME, usual),
        new_app(seeded, cast.RIVAL_AGENTID, "另一套 SCRM", usual - {ACQUISITION, KF}),
        new_app(seeded, cast.CONTACTS_AGENTID, "通讯录同步", {CONTACTS_WRITE}),
        new_app(seeded, cast.ARCHIVE_AGENTID, "会话内容存档", {ARCHIVE}),
        new_app(seeded, cast.KF_AGENTID, "微信客服", {KF}),
    ]
    apps[3].secret = seeded.letters(43, "archive secret")
    return apps

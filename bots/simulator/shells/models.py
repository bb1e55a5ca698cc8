"""What the client remembers of the pages that it shows: who looks, from where, and what is granted."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from bots.simulator.apps import App
from bots.simulator.models import Json

SINGLE, GROUP, ATTACHMENT = "single_chat_tools", "group_chat_tools", "chat_attachment"
PROFILE, NORMAL = "contact_profile", "normal"
VERSION = "4.1.36"


@dataclass(frozen=True)
class Grant:
    """What a page may call after config (`agentid` None) or agentConfig."""

    agentid: int | None
    apis: frozenset[str]


@dataclass(frozen=True)
class Place:
    """The chat beside which a page stands; neither: none."""

    customer: str = ""  # external_userid
    chat_id: str = ""


@dataclass
class View:
    """One sidebar: a member beside one chat, or in none."""

    name: str
    userid: str
    app: App
    entry: str
    version: str
    place: Place
    granted: dict[str, list[Grant]] = field(default_factory=dict)  # by the page's address
    draft: Json | None = None  # what the member has been asked to send

    def may(self, api: str, page: str) -> bool:
        return any(api in grant.apis for grant in self.granted.get(page, ()))

    def may_as_app(self, api: str, page: str) -> bool:
        """The same, with the identity of the app."""
        grants = self.granted.get(page, ())
        return any(api in grant.apis and grant.agentid is not None for grant in grants)

    def grant(self, page: str, agentid: int | None, apis: Collection[str]) -> None:
        """A second time for the same identity takes the place of the first."""
        others = [one for one in self.granted.get(page, []) if one.agentid != agentid]
        self.granted[page] = [*others, Grant(agentid, frozenset(apis))]


class Webview(Protocol):
    """Where a member's client shows an app's pages."""

    address: str

    def close(self) -> None: ...


@dataclass
class Shells:
    """Views by name; webviews by member, app's page and version of the client."""

    views: dict[str, View] = field(default_factory=dict)
    webviews: dict[tuple[str, str, str], Webview] = field(default_factory=dict)
    calls: list[Json] = field(default_factory=list)  # what pages asked and were told

    def close(self) -> None:
        for webview in self.webviews.values():
            webview.close()
        self.webviews.clear()

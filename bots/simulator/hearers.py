"""Which apps hear of an event: those whose rights it belongs to and who see the member."""

from bots.simulator import apps
from bots.simulator.apps import App
from bots.simulator.corp import Corp
from bots.simulator.departments import Departments
from bots.simulator.groups.models import Groups
from bots.simulator.models import Json, Staff

# TABLE: the right that subscribes an app to an event; others go to the app whom they name
SUBSCRIBED = {
    "change_external_contact": apps.CUSTOMER,
    "change_external_chat": apps.CUSTOMER,
    "change_external_tag": apps.CUSTOMER,
    "customer_acquisition": apps.ACQUISITION,
    "kf_msg_or_event": apps.KF,
    "kf_account_auth_change": apps.KF,
    "msgaudit_notify": apps.ARCHIVE,
    "change_contact": apps.CONTACTS_WRITE,
}


class Hearers:
    """Knows who is in whose range; hold the world's lock."""

    def __init__(
        self, corp: Corp, staff: dict[str, Staff], departments: Departments, groups: Groups
    ) -> None:
        self._corp, self._staff, self._departments = corp, staff, departments
        self._groups = groups

    def of(self, event: Json) -> list[App]:
        """What nobody with a URL subscribes to goes to the demo's own app, with a URL or without."""
        right = SUBSCRIBED.get(str(event.get("Event")))
        if right is None:
            return [self._corp.app(event.get("AgentID", self._corp.agentid))]
        living = [app for app in self._corp.apps if right in app.rights and app.is_enabled]
        reached = [app for app in living if app.url] or [self._corp.main]
        return [app for app in reached if self._sees(app, event)]

    def _sees(self, app: App, event: Json) -> bool:
        """A member who is in the book no more is in no range; every subscriber hears of him."""
        chat = self._groups.chats.get(str(event.get("ChatId", "")))
        userid = chat.owner if chat else str(event.get("UserID", ""))
        staff = self._staff.get(userid.lower())
        return staff is None or staff.has_left or app.sees(staff, self._departments)

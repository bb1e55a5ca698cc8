"""Who may do what, and whom an app sees: 可调用接口, 可见范围 and 企业可信IP."""

from bots.simulator import apps
from bots.simulator.api.call import Call
from bots.simulator.apps import App
from bots.simulator.errors import RefusalError
from bots.simulator.lookup import present_staff
from bots.simulator.models import Staff
from bots.simulator.world import World

EITHER = f"{apps.CONTACTS}|{apps.CONTACTS_WRITE}"

# TABLE: which right a path wants when its endpoint says nothing; the first that fits
AREAS = (
    ("externalcontact/customer_acquisition", apps.ACQUISITION),
    ("externalcontact/", apps.CUSTOMER),
    ("kf/", apps.KF),
    ("msgaudit/", apps.ARCHIVE),
    ("message/", apps.MESSAGE),
    ("appchat/", apps.MESSAGE),
    ("user/getuserinfo", ""),
    ("user/list_id", apps.CONTACTS_WRITE),
    ("user/", apps.CONTACTS),
    ("department/simplelist", EITHER),
    ("department/", apps.CONTACTS),
    ("tag/", apps.CONTACTS),
)


def right_of(path: str) -> str:
    """The right that a path of this area wants, "" where any app may call."""
    return next((right for area, right in AREAS if path.startswith(area)), "")


def check(app: App, right: str, ip: str) -> None:
    """Refuse an app that is switched off, called from elsewhere, or without the right."""
    if not app.is_enabled:
        raise RefusalError(50003)
    if app.trusted_ips and ip not in app.trusted_ips:
        raise RefusalError(60020)
    if right and not app.rights & set(right.split("|")):
        is_reader = right == apps.CONTACTS and apps.CONTACTS_WRITE in app.rights
        raise RefusalError(48009 if is_reader else 48002)


def sees(world: World, app: App, userid: str) -> bool:
    """Whether there is such a member and the app's visible range holds him."""
    staff = present_staff(world, userid)
    return staff is not None and app.sees(staff, world.departments)


def saw(world: World, app: App, userid: str) -> bool:
    """Whether the range holds somebody who is here or was here until he left."""
    staff = world.staff.get(userid.lower())
    return staff is not None and app.sees(staff, world.departments)


def must_have_seen(world: World, call: Call, userid: str) -> None:
    """60011 for somebody outside the range, be he here or gone: what he left behind stays."""
    if userid.lower() in world.staff and not saw(world, call.app, userid):
        raise RefusalError(60011, userid)


def must_see(world: World, call: Call, userid: str) -> None:
    """60111 for somebody who has left, 60011 for a member outside the range; whom nobody ever
    knew is the caller's own matter.
    """
    staff = world.staff.get(userid.lower())
    if staff is not None and staff.has_left:
        raise RefusalError(60111)
    if staff is not None and not call.app.sees(staff, world.departments):
        raise RefusalError(60011, userid)


def visible_staff(world: World, app: App) -> list[Staff]:
    here = (staff for staff in world.staff.values() if not staff.has_left)
    return [staff for staff in here if app.sees(staff, world.departments)]

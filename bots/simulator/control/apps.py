"""What an administrator sets for an app: rights, visible range, trusted IPs, format, on or off."""

from collections.abc import Callable

from bots.simulator.apps import JSON, RIGHTS, XML, App
from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.world import World


def change_app(world: World, order: Json) -> Json:
    """What is named changes, all or nothing; the answer is the app as it then is."""
    app = world.corp.app(order.get("agentid"))
    changes = [change for name, change in SETTINGS.items() if name in order]
    wanted = [change(world, order) for change in changes]
    for fields in wanted:
        for name, value in fields.items():
            setattr(app, name, value)
    return shown(app)


def shown(app: App) -> Json:
    return {**app.credentials(), **app.settings()}


def apps(world: World) -> Json:
    return {"apps": [shown(app) for app in world.corp.apps]}


def _rights(_world: World, order: Json) -> Json:
    rights = _strings(order, "rights")
    if set(rights) - RIGHTS:
        raise MistakeError(f"rights are some of {', '.join(sorted(RIGHTS))}")
    return {"rights": frozenset(rights)}


def _visible(world: World, order: Json) -> Json:
    """Members and departments; what is not named of the two is empty."""
    visible = order["visible"]
    if not isinstance(visible, dict):
        raise MistakeError("visible is an object of users and parties")
    users = [userid.lower() for userid in _strings(visible, "users")]
    parties = visible.get("parties") or []
    if any(userid not in world.staff for userid in users):
        raise MistakeError("visible names a member whom nobody knows")
    if not isinstance(parties, list) or any(one not in list(world.departments) for one in parties):
        raise MistakeError("visible names a department that there is not")
    return {"users": users, "parties": parties}


def _trusted_ips(_world: World, order: Json) -> Json:
    return {"trusted_ips": _strings(order, "trusted_ips")}


def _trusted_domains(_world: World, order: Json) -> Json:
    return {"trusted_domains": _strings(order, "trusted_domains")}


def _sidebar_url(_world: World, order: Json) -> Json:
    """Empty takes the page out of the tool bar."""
    url = order["sidebar_url"]
    if not isinstance(url, str) or (url and not url.startswith(("http://", "https://"))):
        raise MistakeError("sidebar_url is a web address, or empty")
    return {"sidebar_url": url}


def _enabled(_world: World, order: Json) -> Json:
    if not isinstance(order["enabled"], bool):
        raise MistakeError("enabled is true or false")
    return {"is_enabled": order["enabled"]}


def _format(_world: World, order: Json) -> Json:
    if order["format"] not in (XML, JSON):
        raise MistakeError("format is xml or json")
    return {"format": order["format"]}


def _strings(order: Json, name: str) -> list[str]:
    value = order.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise MistakeError(f"{name} is a list of strings")
    return value


# TABLE: what an order may set
SETTINGS: dict[str, Callable[[World, Json], Json]] = {
    "rights": _rights,
    "visible": _visible,
    "trusted_ips": _trusted_ips,
    "trusted_domains": _trusted_domains,
    "sidebar_url": _sidebar_url,
    "enabled": _enabled,
    "format": _format,
}

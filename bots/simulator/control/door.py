"""The door of the control API: every answer says "ok", every mistake says why."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from bots.simulator.acts import ACTS, Act
from bots.simulator.body import read_object
from bots.simulator.control import apps, console, limits, orders, running, sight
from bots.simulator.control.rows import shown
from bots.simulator.crowd import orders as crowd
from bots.simulator.errors import MistakeError, RefusalError
from bots.simulator.groups.sight import groups
from bots.simulator.kf import sight as kf
from bots.simulator.members import policy
from bots.simulator.messages import robots
from bots.simulator.models import Json
from bots.simulator.shells import orders as shells
from bots.simulator.world import World

# TABLE: what a POST does, at once and under the world's lock
ORDERS: dict[str, Act] = {
    "clock": running.move_clock,
    "plan": orders.plan,
    "faults": ACTS["faults/order"],
    "crowd": crowd.gather,
    "apps": apps.change_app,
    "limits": limits.set_limits,
    "latency": limits.set_latency,
    "archive/rotate": orders.rotate_archive_key,
    "people/scan": ACTS["scan"],
    "people/say": ACTS["say"],
    "people/delete": ACTS["delete"],
    "staff/say": ACTS["staff_say"],
    "staff/confirm": ACTS["confirm"],
    "staff/confirm_all": ACTS["confirm_all"],
    "staff/policy": policy,
    "staff/delete": ACTS["staff_delete"],
    "staff/edit": ACTS["edit"],
    "console/tag": console.change_tag,
    **shells.ORDERS,
    **{name: act for name, act in ACTS.items() if "/" in name},
}

# TABLE: what a GET shows
SIGHTS: dict[str, Callable[[World], Json]] = {
    "state": World.state,
    "apps": apps.apps,
    "limits": limits.limits_in_force,
    "codes": sight.codes,
    "customers": sight.customers,
    "staff": sight.staff,
    "truth": sight.truth,
    "crowds": crowd.crowds,
    "faults": lambda world: world.faults.as_json(),
    "robots": robots.sight,
    "kf": kf.desk,
    "groups": groups,
}


def control_door(world: World) -> Blueprint:
    door = Blueprint("control", __name__, url_prefix="/sim")
    door.register_error_handler(MistakeError, mistaken)
    door.register_error_handler(RefusalError, _refused)

    @door.post("/<path:order>")
    def obey(order: str) -> Response:
        if order not in ORDERS:
            raise MistakeError(f"there is no order {order}", 404)
        with world.changed:
            told = ORDERS[order](world, read_order())
            world.activity += 1
        return jsonify({"ok": True, **told})

    @door.post("/callback")
    def set_callback() -> Response:
        # waits for the other side, so it does not hold the lock
        order = read_order()
        app = world.corp.app(order.get("agentid", world.corp.agentid))
        return jsonify(world.courier.verify(str(order.get("url", "")), app))

    @door.get("/<sight_name>")
    def look(sight_name: str) -> Response:
        if sight_name not in SIGHTS:
            raise MistakeError(f"there is nothing to see at {sight_name}", 404)
        with world.lock:
            return jsonify({"ok": True, **shown(SIGHTS[sight_name](world), request.args)})

    @door.get("/phone/<name>")
    def phone(name: str) -> Response:
        with world.lock:
            return jsonify({"ok": True, **sight.phone(world, name)})

    @door.get("/staff/<userid>/messages")
    def staff_messages(userid: str) -> Response:
        with world.lock:
            return jsonify({"ok": True, **sight.staff_messages(world, userid)})

    door.add_url_rule("/faults", methods=["DELETE"], view_func=lambda: _cleared(world))
    return door


def _cleared(world: World) -> Response:
    with world.changed:
        world.faults.clear()
        return jsonify({"ok": True, **world.faults.as_json()})


def read_order() -> Json:
    order = read_object()
    if order is None:
        raise MistakeError("the body must be a JSON object")
    return order


def mistaken(mistake: MistakeError) -> tuple[Response, int]:
    return jsonify({"ok": False, "why": mistake.why}), mistake.status


def _refused(refusal: RefusalError) -> tuple[Response, int]:
    return jsonify({"ok": False, "why": refusal.errmsg, "errcode": refusal.errcode}), 409

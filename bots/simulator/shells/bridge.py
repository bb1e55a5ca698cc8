"""TABLE: what a page may ask of the client, since which version, from where, and with what right."""

from collections.abc import Callable
from dataclasses import dataclass

from bots.simulator.apps import CUSTOMER
from bots.simulator.models import Json
from bots.simulator.rights import sees
from bots.simulator.shells import answers
from bots.simulator.shells.models import ATTACHMENT, GROUP, PROFILE, SINGLE, View
from bots.simulator.shells.signing import NoWayError, agent_config, config
from bots.simulator.shells.version import is_older
from bots.simulator.world import World

Answer = Callable[[World, View, Json], Json]
Register = Callable[[World, View, Json, str], Json]


@dataclass(frozen=True)
class JsApi:
    """`entries` empty: from anywhere. Customer APIs want the app's identity and right."""

    answer: Answer
    since: str
    entries: tuple[str, ...] = ()
    is_about_customers: bool = True


REGISTER: dict[str, Register] = {"preVerifyJSAPI": config, "agentConfig": agent_config}

APIS: dict[str, JsApi] = {
    "getContext": JsApi(answers.context, "3.0.24", is_about_customers=False),
    "getCurExternalContact": JsApi(answers.cur_contact, "2.5.8", (SINGLE, PROFILE)),
    "getCurExternalChat": JsApi(answers.cur_chat, "2.8.17", (GROUP,)),
    "sendChatMessage": JsApi(answers.send_chat_message, "2.8.10", (SINGLE, GROUP, ATTACHMENT)),
    "openEnterpriseChat": JsApi(answers.open_chat, "2.0.0", is_about_customers=False),
    "navigateToAddCustomer": JsApi(answers.add_customer, "3.0.36"),
    "previewFile": JsApi(answers.preview_file, "2.4.6", is_about_customers=False),
}


def call(world: World, view: View, name: str, params: Json, page: str) -> Json:
    """`result` is what the page is told; other fields are what the client does besides."""
    shown = "config" if name == "preVerifyJSAPI" else name
    try:
        if name in REGISTER:
            REGISTER[name](world, view, params, page)
            return {"result": {"err_msg": f"{shown}:ok"}}
        api = _permitted(world, view, name, page)
        told = api.answer(world, view, params)
    except NoWayError as no:
        return {"result": {"err_msg": f"{shown}:fail {no.words}", "err_code": no.errcode}}
    if "ask" in told:  # the page waits until the member has decided
        return told
    return {**told, "result": {"err_msg": f"{shown}:ok", **told.get("result", {})}}


def _permitted(world: World, view: View, name: str, page: str) -> JsApi:
    api = APIS.get(name)
    if api is None:
        raise NoWayError(f"{name} is not simulated")
    if is_older(view.version, api.since):
        raise NoWayError(f"function not exist before {api.since}")
    is_listed = view.may_as_app if api.is_about_customers else view.may
    if not is_listed(name, page):
        raise NoWayError("no permission")
    if api.is_about_customers:
        _may_have_customers(world, view)
    if api.entries and view.entry not in api.entries:
        raise NoWayError("without context of external contact")
    return api


def _may_have_customers(world: World, view: View) -> None:
    """The app needs the right to customers, the member must have it, and be in the app's range."""
    staff = world.staff.get(view.userid)
    is_able = staff is not None and staff.has_customer_right and sees(world, view.app, view.userid)
    if CUSTOMER not in view.app.rights or not is_able:
        raise NoWayError("no permission", 48002)

"""The app about itself (agent/get, agent/list), and WeCom's own addresses."""

from bots.simulator.api.call import Call
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.apps import App
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.world import World


def get(world: World, call: Call) -> Json:
    """Only of the app that asks."""
    number = call.args.get("agentid", "")
    if not number:
        raise RefusalError(41011)
    if number != str(call.app.agentid):
        raise RefusalError(301002)
    app = call.app
    return {
        **_brief(world, app),
        "description": "",
        "allow_userinfos": {"user": [{"userid": userid} for userid in app.users]},
        "allow_partys": {"partyid": list(app.parties)},
        "allow_tags": {"tagid": []},
        "close": 0,
        "redirect_domain": "",
        "report_location_flag": 0,
        "isreportenter": 0,
        "home_url": "",
        "customized_publish_status": 1,
    }


def list_agents(world: World, call: Call) -> Json:
    """What this secret opens: the app itself."""
    return {"agentlist": [_brief(world, call.app)]}


def get_api_domain_ip(_world: World, _call: Call) -> Json:
    return {"ip_list": ["127.0.0.1"]}


def _brief(world: World, app: App) -> Json:
    logo = f"{world.base_url}/avatar/{app.agentid}.svg"
    return {"agentid": app.agentid, "name": app.name, "square_logo_url": logo}


PATHS: dict[str, Endpoint] = {
    "agent/get": Endpoint("GET", get),
    "agent/list": Endpoint("GET", list_agents),
    "get_api_domain_ip": Endpoint("GET", get_api_domain_ip),
}

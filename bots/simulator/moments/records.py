"""What became of moments: the list, who published, who may see it, who liked and commented."""

from typing import TypeVar

from bots.simulator.api.call import Call, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.paging import page
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.moments import content
from bots.simulator.moments.models import PUBLISHED, Moment, Publication, Voice
from bots.simulator.moments.tasks import corp_moment, is_shown, known_moment
from bots.simulator.rights import must_see, sees
from bots.simulator.world import World

T = TypeVar("T")
LONGEST_SPAN = 30 * 86400
ALL = 2


def get_moment_list(world: World, call: Call) -> Json:
    """Strictly between the two moments, at most 30 days; deleted ones are left out."""
    body = call.body
    if not {"start_time", "end_time"} <= set(body):
        raise RefusalError(40063, "start_time and end_time")
    start, end = integer(body, "start_time", 0), integer(body, "end_time", 0)
    if not 0 <= end - start <= LONGEST_SPAN:
        raise RefusalError(40058, "the span is at most 30 days")
    kind = integer(body, "filter_type", ALL, most=ALL)
    creator = text(body, "creator").lower()
    found = [
        moment
        for moment in world.moments.written.values()
        if start < moment.created_at < end
        and kind in (ALL, moment.create_type)
        and creator in ("", moment.creator)
        and is_shown(world, call, moment)
    ]
    shown, cursor = _page(found, body, default=20, most=20)
    return {"next_cursor": cursor, "moment_list": [_listed(moment) for moment in shown]}


def get_moment_task(world: World, call: Call) -> Json:
    tasks = _visible(world, call, corp_moment(world, call))
    shown, cursor = _page(tasks, call.body, default=500, most=1000)
    rows = [{"userid": one.userid, "publish_status": one.publish_status} for one in shown]
    return {"next_cursor": cursor, "task_list": rows}


def get_moment_customer_list(world: World, call: Call) -> Json:
    """Whom the range named when the member published; without a userid, of everybody."""
    moment = known_moment(world, call)
    named = text(call.body, "userid")
    every = [one for one in _visible(world, call, moment) if one.publish_status == PUBLISHED]
    chosen = [_published(world, call, moment, named)] if named else every
    pairs = [(one.userid, customer) for one in chosen for customer in one.chosen]
    shown, cursor = _page(pairs, call.body, default=500, most=1000)
    rows = [{"userid": userid, "external_userid": customer} for userid, customer in shown]
    return {"next_cursor": cursor, "customer_list": rows}


def get_moment_send_result(world: World, call: Call) -> Json:
    """Whose phones it reached."""
    moment = known_moment(world, call)
    reached = _published(world, call, moment, text(call.body, "userid", missing=41009)).reached
    shown, cursor = _page(reached, call.body, default=3000, most=5000)
    return {"next_cursor": cursor, "customer_list": [{"external_userid": one} for one in shown]}


def get_moment_comments(world: World, call: Call) -> Json:
    moment = known_moment(world, call)
    seen = _published(world, call, moment, text(call.body, "userid", missing=41009))
    return {
        "comment_list": [_voice(world, one) for one in seen.comments],
        "like_list": [_voice(world, one) for one in seen.likes],
    }


def _visible(world: World, call: Call, moment: Moment) -> list[Publication]:
    return [one for one in moment.publications.values() if sees(world, call.app, one.userid)]


def _published(world: World, call: Call, moment: Moment, userid: str) -> Publication:
    must_see(world, call, userid)
    publication = moment.publications.get(userid.lower())
    if publication is None:
        raise RefusalError(41061)
    if publication.publish_status != PUBLISHED:
        raise RefusalError(41062)
    return publication


def _page(entries: list[T], body: Json, *, default: int, most: int) -> tuple[list[T], str]:
    """A limit beyond the largest is taken for the default here, not refused."""
    limit = integer(body, "limit", default)
    return page(
        entries, {**body, "limit": limit if limit <= most else default}, default=default, most=most
    )


def _listed(moment: Moment) -> Json:
    told: Json = {"moment_id": moment.moment_id}
    if moment.creator:
        told["creator"] = moment.creator
    told |= {"create_time": int(moment.created_at), "create_type": moment.create_type}
    shown = content.listed(moment.draft.text, moment.draft.attachments)
    return {**told, "visible_type": moment.visible_type, **shown}


def _voice(world: World, voice: Voice) -> Json:
    """The words of a comment are nobody's business but the member's."""
    name = "userid" if voice.who in world.staff else "external_userid"
    return {name: voice.who, "create_time": voice.create_time}


PATHS: dict[str, Endpoint] = {
    "externalcontact/get_moment_list": Endpoint("POST", get_moment_list),
    "externalcontact/get_moment_task": Endpoint("POST", get_moment_task),
    "externalcontact/get_moment_customer_list": Endpoint("POST", get_moment_customer_list),
    "externalcontact/get_moment_send_result": Endpoint("POST", get_moment_send_result),
    "externalcontact/get_moment_comments": Endpoint("POST", get_moment_comments),
}

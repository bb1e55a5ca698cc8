"""add_moment_task and its life: asked for, made, published by members or cancelled."""

from bots.simulator.api.call import Call, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.moments import content, reach
from bots.simulator.moments.models import PERSONAL, Draft, Moment
from bots.simulator.moments.publishing import STARTED_FOR, order
from bots.simulator.rights import sees
from bots.simulator.world import World

JOB_LIVES = 86400.0
STARTED, RUNNING, DONE = 1, 2, 3


def add_moment_task(world: World, call: Call) -> Json:
    words, attached = content.read(world, call.body)
    senders, tags = reach.read(call.body)
    return {"jobid": order(world, call.app, Draft(words, attached, tags), senders).jobid}


def get_moment_task_result(world: World, call: Call) -> Json:
    """WeCom's page says GET, some clients POST; both are understood."""
    jobid = call.args.get("jobid") or text(call.body, "jobid", missing=40063)
    job = world.moments.jobs.get(jobid)
    is_ours = job is not None and job.agentid == call.app.agentid
    if job is None or not is_ours or world.now() - job.created_at > JOB_LIVES:
        raise RefusalError(40088)
    told = {"type": "add_moment_task"}
    if job.result:
        return {"status": DONE, **told, "result": job.result}
    return {"status": STARTED if world.now() - job.created_at < STARTED_FOR else RUNNING, **told}


def cancel_moment_task(world: World, call: Call) -> Json:
    """Nobody publishes it any more; where it is published it stays."""
    corp_moment(world, call).cancelled = True
    return {}


def known_moment(world: World, call: Call) -> Moment:
    moment = world.moments.written.get(text(call.body, "moment_id", missing=41059))
    if moment is None or not is_shown(world, call, moment):
        raise RefusalError(41060)
    return moment


def is_shown(world: World, call: Call, moment: Moment) -> bool:
    """A deleted one no more, and a member's own only if the app sees the member."""
    is_hidden = bool(moment.creator) and not sees(world, call.app, moment.creator)
    return not moment.deleted and not is_hidden


def corp_moment(world: World, call: Call) -> Moment:
    moment = known_moment(world, call)
    if moment.create_type == PERSONAL:
        raise RefusalError(41067)
    return moment


PATHS: dict[str, Endpoint] = {
    "externalcontact/add_moment_task": Endpoint("POST", add_moment_task),
    "externalcontact/get_moment_task_result": Endpoint("ANY", get_moment_task_result),
    "externalcontact/cancel_moment_task": Endpoint("POST", cancel_moment_task),
}

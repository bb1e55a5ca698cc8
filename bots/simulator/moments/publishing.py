"""How a moment comes to be: made by the corp or a member, published by members, never recalled."""

from collections.abc import Sequence

from bots.simulator.apps import App
from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.moments import reach
from bots.simulator.moments.models import (
    BY_CORP,
    PERSONAL,
    PUBLISHED,
    UNPUBLISHED,
    Draft,
    Moment,
    MomentJob,
    Publication,
)
from bots.simulator.world import World

STARTED_FOR, MADE_AFTER = 1.0, 2.0  # virtual seconds: status 1, then 2, then 3


def order(world: World, app: App, draft: Draft, wanted: reach.Senders) -> MomentJob:
    """Accept the corp's moment; it is made a little later."""
    named = (draft.text.get("content"), *wanted.users, *draft.tags)
    job = MomentJob(world.seeded.new_id("", 40, "moment job", *named), app.agentid, world.now())
    world.moments.jobs[job.jobid] = job

    def make() -> None:
        job.result = _made(world, app, draft, wanted)

    world.later(world.now() + MADE_AFTER, {"do": "add_moment_task", "jobid": job.jobid}, make)
    return job


def _made(world: World, app: App, draft: Draft, wanted: reach.Senders) -> Json:
    told = {
        "invalid_sender_list": reach.unknown_senders(world, app, wanted),
        "invalid_external_contact_list": {"tag_list": reach.unknown_tags(world, draft.tags)},
    }
    asked = reach.asked(world, app, wanted, draft.tags)
    if not asked:
        return {"errcode": 40031, "errmsg": "invalid userid list", **told}
    moment = _kept(world, "", BY_CORP, draft, asked)
    for task in moment.publications.values():
        confirm_by_policy(world, moment, task)
    return {"errcode": 0, "errmsg": "ok", "moment_id": moment.moment_id, **told}


def publish_own(world: World, userid: str, draft: Draft) -> Moment:
    """A member's own moment is out at once."""
    moment = _kept(world, userid, PERSONAL, draft, [userid])
    _publish(world, moment, moment.publications[userid])
    return moment


def confirm(world: World, userid: str, moment_id: str) -> None:
    """The member publishes what the corp has written."""
    moment = world.moments.written.get(moment_id)
    if moment is None or userid not in moment.publications:
        raise MistakeError(f"{userid} has no moment {moment_id} to publish", 404)
    task = moment.publications[userid]
    if not is_open(moment, task):
        raise MistakeError(f"the moment {moment_id} of {userid} is not open", 409)
    _publish(world, moment, task)


def open_tasks(world: World, userid: str | None = None) -> list[tuple[Moment, Publication]]:
    pairs = (
        (moment, task)
        for moment in world.moments.written.values()
        for task in moment.publications.values()
    )
    return [(m, task) for m, task in pairs if is_open(m, task) and userid in (None, task.userid)]


def is_open(moment: Moment, task: Publication) -> bool:
    return not moment.cancelled and task.publish_status == UNPUBLISHED


def confirm_by_policy(world: World, moment: Moment, task: Publication) -> None:
    """The same policy as for group messages: members publish after so many seconds, or never."""
    after = world.confirm_after.get(task.userid, world.confirm_after["*"])
    if after is None:
        return

    def publish_if_open() -> None:
        if is_open(moment, task):
            _publish(world, moment, task)

    words = {"do": "moments/confirm", "userid": task.userid, "moment_id": moment.moment_id}
    world.later(max(world.now(), moment.created_at + after), words, publish_if_open)


def _publish(world: World, moment: Moment, task: Publication) -> None:
    """Who drops the member later still saw it; who dropped him before never does."""
    follows = reach.chosen(world, task.userid, moment.draft.tags)
    task.chosen = [follow.external_userid for follow in follows]
    task.reached = [follow.external_userid for follow in follows if follow.is_friend]
    task.publish_status, task.published_at = PUBLISHED, world.now()
    world.activity += 1


def _kept(
    world: World, creator: str, create_type: int, draft: Draft, asked: Sequence[str]
) -> Moment:
    moment_id = world.seeded.new_id("mom", 32, "moment", creator, draft.text.get("content"))
    tasks = {userid: Publication(userid) for userid in asked}
    moment = Moment(moment_id, creator, world.now(), create_type, draft, tasks)
    world.moments.written[moment_id] = moment
    return moment

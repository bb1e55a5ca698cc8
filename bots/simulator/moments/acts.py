"""What people do with moments: members publish and delete, whoever sees one likes and comments."""

from collections.abc import Callable

from bots.simulator.errors import MistakeError
from bots.simulator.groups.lookup import known_person
from bots.simulator.lookup import all_tags, known_staff
from bots.simulator.models import Json
from bots.simulator.moments import content, publishing
from bots.simulator.moments.models import PERSONAL, PUBLISHED, Draft, Moment, Publication, Voice
from bots.simulator.people import words
from bots.simulator.world import World


def publish(world: World, args: Json) -> Json:
    """A member's own moment, for all his customers or those with some tag (by id or name)."""
    userid = known_staff(world, args.get("userid")).userid
    text, attachments = content.read(
        world, {"text": {"content": args.get("text") or ""}, "attachments": args.get("attachments")}
    )
    names = args.get("tags") or []
    if not isinstance(names, list):
        raise MistakeError("tags is a list")
    tags = [tag.id for _, tag in all_tags(world) if tag.id in names or tag.name in names]
    moment = publishing.publish_own(world, userid, Draft(text, attachments, tags))
    return {"moment_id": moment.moment_id, "reached": moment.publications[userid].reached}


def confirm(world: World, args: Json) -> Json:
    userid = known_staff(world, args.get("userid")).userid
    moment_id = str(args.get("moment_id"))
    publishing.confirm(world, userid, moment_id)
    return {"userid": userid, "moment_id": moment_id}


def confirm_all(world: World, args: Json) -> Json:
    """Every moment that waits, or one member's if he is named."""
    userid = known_staff(world, args["userid"]).userid if args.get("userid") else None
    tasks = publishing.open_tasks(world, userid)
    for moment, task in tasks:
        publishing.confirm(world, task.userid, moment.moment_id)
    return {"confirmed": len(tasks)}


def delete(world: World, args: Json) -> Json:
    """A member deletes his own; the API then says nothing of it."""
    moment = _moment(world, args)
    if moment.create_type != PERSONAL:
        raise MistakeError("a member deletes only what he wrote himself", 409)
    moment.deleted = True
    return {"moment_id": moment.moment_id}


def like(world: World, args: Json) -> Json:
    seen, who = _seen(world, args)
    if any(voice.who == who for voice in seen.likes):
        raise MistakeError(f"{who} likes it already", 409)
    seen.likes.append(Voice(who, int(world.now())))
    return {"userid": seen.userid, "likes": len(seen.likes)}


def comment(world: World, args: Json) -> Json:
    seen, who = _seen(world, args)
    seen.comments.append(Voice(who, int(world.now()), words(args)))
    return {"userid": seen.userid, "comments": len(seen.comments)}


def _moment(world: World, args: Json) -> Moment:
    moment = world.moments.written.get(str(args.get("moment_id")))
    if moment is None or moment.deleted:
        raise MistakeError(f"there is no moment {args.get('moment_id')!r}", 404)
    return moment


def _seen(world: World, args: Json) -> tuple[Publication, str]:
    """Where this person sees the moment: with the member named, else the first who shows it."""
    moment, who = _moment(world, args), known_person(world, args.get("who"))
    wanted = known_staff(world, args["userid"]).userid if args.get("userid") else None
    for one in moment.publications.values():
        is_out = one.publish_status == PUBLISHED and wanted in (None, one.userid)
        if is_out and who in (one.userid, *one.reached):
            return one, who
    raise MistakeError(f"{args.get('who')} does not see this moment", 409)


ACTS: dict[str, Callable[[World, Json], Json]] = {
    "moments/publish": publish,
    "moments/confirm": confirm,
    "moments/confirm_all": confirm_all,
    "moments/delete": delete,
    "moments/like": like,
    "moments/comment": comment,
}

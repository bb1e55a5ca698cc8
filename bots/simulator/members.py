"""What staff do in their own client: write, confirm group messages, edit and delete customers."""

from bots.simulator import chat, follows, group_tasks
from bots.simulator.errors import MistakeError
from bots.simulator.events import contact_event
from bots.simulator.habits import EVERYBODY
from bots.simulator.lookup import all_tags, known_customer, known_staff, living_follow
from bots.simulator.models import Follow, Json
from bots.simulator.moments import publishing
from bots.simulator.people import addressed, words
from bots.simulator.world import World


def staff_say(world: World, args: Json) -> Json:
    """A member writes to a customer: the one named, else the one whom the customer added last."""
    customer = known_customer(world, args.get("customer"))
    follow = addressed(world, customer, args.get("userid"))
    return chat.speak(world, follow, "staff", permitted(world, follow.userid, words(args)))


def permitted(world: World, userid: str, text: str) -> str:
    """The words, unless an intercept rule of the corp holds them back."""
    staff, at = world.staff[userid], world.now()
    rule = world.intercept_rules.check(staff, world.departments, text, at)
    if rule:
        raise MistakeError(f"the intercept rule {rule} holds these words back", 409)
    return text


def confirm(world: World, args: Json) -> Json:
    """A member sends the group message that waits on his phone."""
    userid = known_staff(world, args.get("userid")).userid
    group_tasks.confirm(world, userid, str(args.get("msgid")))
    return {"userid": userid, "msgid": args.get("msgid")}


def confirm_all(world: World, args: Json) -> Json:
    """Every open task is confirmed, or one member's if he is named."""
    userid = known_staff(world, args["userid"]).userid if args.get("userid") else None
    tasks = group_tasks.open_tasks(world, userid)
    for message, task in tasks:
        group_tasks.confirm(world, task.userid, message.msgid)
    return {"confirmed": len(tasks)}


def policy(world: World, args: Json) -> Json:
    """What members do by themselves from now on; whether they confirm, for open tasks too."""
    userid = str(args.get("userid", EVERYBODY))
    if userid != EVERYBODY:
        userid = known_staff(world, userid).userid
    chosen = world.habits.choose(userid, args)
    told = _confirm_after(world, userid, args) if "confirm_after" in args else {}
    if not chosen and not told:
        raise MistakeError("a policy names at least one habit")
    return {"userid": userid, **chosen, **told}


def _confirm_after(world: World, userid: str, args: Json) -> Json:
    after = args["confirm_after"]
    if after is not None and (not isinstance(after, int | float) or after < 0):
        raise MistakeError("confirm_after is a number of seconds or null")
    world.confirm_after[userid] = after
    for message, task in group_tasks.open_tasks(world, None if userid == EVERYBODY else userid):
        group_tasks.confirm_by_policy(world, message, task)
    for moment, publication in publishing.open_tasks(
        world, None if userid == EVERYBODY else userid
    ):
        publishing.confirm_by_policy(world, moment, publication)
    return {"confirm_after": after}


def console_welcome(world: World, args: Json) -> Json:
    """The administrator's own welcome for a member or for all ("*"); null takes it back."""
    return policy(world, {"userid": args.get("userid", EVERYBODY), "welcome": args.get("text")})


def staff_delete(world: World, args: Json) -> Json:
    follow = _follow(world, args, even_if_dropped=True)
    follows.drop_by_staff(world, follow)
    return {"userid": follow.userid, "external_userid": follow.external_userid}


def edit(world: World, args: Json) -> Json:
    """A member edits remark or tags in his client: the one edit that calls back."""
    follow = _follow(world, args, even_if_dropped=True)
    if "remark" in args:
        follow.remark = str(args["remark"])
    if "remark_mobiles" in args:
        follow.remark_mobiles = _names(args, "remark_mobiles")
    for name in _names(args, "add_tag"):
        _tag(world, follow, name)
    for name in _names(args, "remove_tag"):
        ids = {tag.id for _, tag in all_tags(world) if name in (tag.id, tag.name)}
        follow.tags = [tag_id for tag_id in follow.tags if tag_id not in ids]
        follow.personal_tags = [own for own in follow.personal_tags if own != name]
    world.courier.send(contact_event("edit_external_contact", follow))
    return {"userid": follow.userid, "external_userid": follow.external_userid}


def _follow(world: World, args: Json, *, even_if_dropped: bool = False) -> Follow:
    userid = known_staff(world, args.get("userid")).userid
    customer = known_customer(world, args.get("customer"))
    follow = world.follows.get((userid, customer.external_userid))
    if even_if_dropped and follow is not None and follow.staff_has:
        return follow
    return living_follow(world, userid, customer.external_userid)


def _names(args: Json, field: str) -> list[str]:
    names = args.get(field) or []
    return [names] if isinstance(names, str) else [str(name) for name in names]


def _tag(world: World, follow: Follow, name: str) -> None:
    """A corp tag by id or name; any other name is a tag of the member's own (type 2)."""
    found = next((t.id for _, t in all_tags(world) if name in (t.id, t.name)), None)
    chosen, tags = (found, follow.tags) if found else (name, follow.personal_tags)
    if chosen not in tags:
        tags.append(chosen)

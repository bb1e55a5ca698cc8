"""Moments to look at: on a customer's phone, on a member's, and the truth about them."""

from dataclasses import asdict

from bots.simulator.groups.lookup import name_of
from bots.simulator.models import Json
from bots.simulator.moments.models import Voice
from bots.simulator.moments.publishing import open_tasks
from bots.simulator.world import World


def on_phone(world: World, external_userid: str) -> list[Json]:
    """What this customer sees of members' moments, the latest first."""
    seen = [
        {
            "moment_id": moment.moment_id,
            "userid": one.userid,
            "staff_name": name_of(world, one.userid),
            "at": one.published_at,
            "text": moment.draft.text.get("content", ""),
            "attachments": moment.draft.attachments,
            "likes": [_named(world, voice) for voice in one.likes],
            "comments": [_named(world, voice) for voice in one.comments],
        }
        for moment in world.moments.written.values()
        for one in moment.publications.values()
        if external_userid in one.reached and not moment.deleted
    ]
    return sorted(seen, key=lambda one: float(str(one["at"])), reverse=True)


def waiting(world: World, userid: str) -> list[Json]:
    """The corp's moments that wait for this member."""
    return [
        {
            "moment_id": moment.moment_id,
            "created_at": moment.created_at,
            "text": moment.draft.text.get("content", ""),
            "attachments": moment.draft.attachments,
        }
        for moment, _ in open_tasks(world, userid)
    ]


def truth(world: World) -> list[Json]:
    return [
        {**asdict(moment), "publications": [asdict(one) for one in moment.publications.values()]}
        for moment in world.moments.written.values()
    ]


def _named(world: World, voice: Voice) -> Json:
    return {"name": name_of(world, voice.who), **asdict(voice)}

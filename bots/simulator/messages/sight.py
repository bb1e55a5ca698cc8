"""What a member sees of an app's words, and the truth about all of them."""

from dataclasses import asdict

from bots.simulator.models import Json, Media
from bots.simulator.world import World

LEFT_OF_RECALLED = ("at", "userid", "agentid", "from", "msgid", "msgtype", "recalled_at")


def on_phone(world: World, userid: str) -> Json:
    """His chats with apps, newest last, their menus, and the group chats he is in."""
    rows = [_shown(row) for row in world.app_messages if row["userid"] == userid]
    chats = [asdict(chat) for chat in world.messages.chats.values() if userid in chat.userlist]
    return {"messages": rows, "menus": _menus(world), "appchats": chats}


def whole(world: World) -> Json:
    """For /sim/truth: recalled words too, and replies that came to nothing, and media."""
    messages = world.messages
    robots = [
        {"key": robot.key, "name": robot.name, "messages": robot.messages}
        for robot in messages.robots.values()
    ]
    return {
        "menus": _menus(world),
        "appchats": [asdict(chat) for chat in messages.chats.values()],
        "robots": robots,
        "replies": messages.replies,
        "response_codes": [asdict(code) for code in messages.codes.values()],
        "media": [_medium(media) for media in world.media.values()],
        "pictures": [picture.url for picture in world.shelf.pictures.values()],
        "upload_jobs": [asdict(job) for job in world.shelf.jobs.values()],
    }


def _medium(media: Media) -> Json:
    """Without its bytes, which media/get answers with."""
    names = ("media_id", "type", "filename", "mimetype", "created_at", "attachment_type", "robot")
    return {**{name: getattr(media, name) for name in names}, "size": len(media.content)}


def _menus(world: World) -> Json:
    return {str(agentid): menu for agentid, menu in world.messages.menus.items()}


def _shown(row: Json) -> Json:
    if "recalled_at" not in row:
        return row
    return {name: row[name] for name in LEFT_OF_RECALLED}

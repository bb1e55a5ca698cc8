"""The jobs of the plain one: each does all of its work, one call after the other."""

import json

from app.demo.setting import CODES, STEPS
from bots.archive import Sealed, open_message, source_for
from bots.commands import AddMsgTemplate, MarkTag, SendMessage, SendWelcome
from tests.chaos.checker import TAG_OF_CODE, TAGS_OF_WORDS, due_at, tags_of_time
from tests.chaos.plain.setting import corp, redis, wecom

WELCOMES = {code.state: code.welcome for code in CODES}


def added(userid: str, external_userid: str, state: str, welcome_code: str, at: float) -> None:
    """Welcome, tag, and plan the steps."""
    if welcome_code:
        wecom().say(SendWelcome(welcome_code, text={"content": WELCOMES[state]}))
    mark(userid, external_userid, [TAG_OF_CODE[state], *tags_of_time(at)])
    first = redis().set(f"enrolled:{userid}:{external_userid}", 1, nx=True)
    for place, step in enumerate(STEPS if first else ()):
        if due_at(at, step) >= at:
            name = json.dumps([userid, external_userid, place])
            redis().zadd("steps", {name: due_at(at, step)})


def left(userid: str, external_userid: str) -> None:
    """Nothing more is said to them."""
    redis().sadd("ended", f"{userid}:{external_userid}")


def step(userid: str, external_userid: str, place: int) -> None:
    """A step that has come due."""
    if redis().sismember("ended", f"{userid}:{external_userid}"):
        return
    if STEPS[place]["kind"] == "task":
        card = {
            "title": STEPS[place]["title"],
            "description": STEPS[place]["text"],
            "url": f"http://127.0.0.1/sidebar/{external_userid}",
        }
        agentid = corp()["apps"][0]["agentid"]
        wecom().say(
            SendMessage(
                msgtype="textcard",
                agentid=agentid,
                touser=userid,
                textcard=card,
                enable_duplicate_check=1,
            )
        )
        return
    text = {"content": STEPS[place]["text"]}
    wecom().say(AddMsgTemplate(external_userid=[external_userid], sender=userid, text=text))


def pull() -> None:
    """Read what is new in the archive, from the cursor on."""
    archive = corp()["archive"]
    keys = {int(version): pem for version, pem in archive["private_keys"].items()}
    source = source_for(corp()["corpid"], archive["secret"], control_base=corp()["control_base"])
    while batch := source.pull(int(redis().get("cursor") or 0), 1000):
        for sealed in batch:
            heard(sealed, open_message(source, keys, sealed))
            redis().set("cursor", sealed.seq)


def heard(sealed: Sealed, message: dict[str, object]) -> None:
    """Tag by the words; whoever answers needs no more steps."""
    sender, receiver = str(message["from"]), str(message["tolist"][0])  # type: ignore[index]
    if not sender.startswith("wm") or message["msgtype"] != "text":
        return
    words = message["text"]["content"]  # type: ignore[index]
    tags = [tag for tag, keys in TAGS_OF_WORDS.items() if any(key in words for key in keys)]
    left(receiver, sender)
    if tags:
        mark(receiver, sender, tags)


def mark(userid: str, external_userid: str, names: list[str]) -> None:
    """Put these tags on."""
    ids = [str(one, "ascii") for one in redis().hmget("tags", names) if isinstance(one, bytes)]
    wecom().say(MarkTag(userid, external_userid, add_tag=ids))

"""Welcome codes (欢迎语): when WeCom gives one, and who has it in hand."""

from bots.simulator.chat import show, shown
from bots.simulator.models import WECOM_USER, Follow, Welcome
from bots.simulator.world import World

RIVAL = "another app"
RIVALS_WORDS = "您好，这是另一个应用的欢迎语"


def issue_welcome(world: World, follow: Follow) -> str:
    """A code that is good once, for 20 seconds, or "".

    None when the two have chatted, when the half-added customer has been welcomed, when the
    administrator's own welcome goes out instead, and for people of other corps.
    """
    customer = world.customers[follow.external_userid]
    if follow.chatted or follow.welcomed or customer.type == WECOM_USER:
        return ""
    habit = world.habits.of(follow.userid)
    if habit.welcome:
        greet(world, follow, habit.welcome)
        return ""
    pair = (follow.userid, follow.external_userid)
    welcome = Welcome(world.seeded.new_id("", 43, "welcome", *pair), *pair, world.now())
    world.welcomes[welcome.welcome_code] = welcome
    if habit.rival is not None:
        _let_rival_send(world, welcome, habit.rival, fails=habit.rival_fails)
    return welcome.welcome_code


def greet(world: World, follow: Follow, text: str) -> None:
    """A welcome that none of our codes paid for."""
    follow.welcomed = True
    for message in shown("welcome", {"content": text}, []):
        show(world, follow, message)


def _let_rival_send(world: World, welcome: Welcome, takes: float, *, fails: bool) -> None:
    """Another app was quicker: it is sending for so long, and then has sent or has failed."""
    welcome.taken_by, welcome.taken_until = RIVAL, world.now() + takes

    def finish() -> None:
        if fails:
            welcome.taken_by = ""
            return
        welcome.sent_at = world.now()
        greet(world, world.follows[(welcome.userid, welcome.external_userid)], RIVALS_WORDS)

    if takes:
        world.later_by(takes, {"do": "rival welcome", "userid": welcome.userid}, finish)
    else:
        finish()

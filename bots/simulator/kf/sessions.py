"""A session's way through the states of 微信客服, and the codes that some steps bring."""

from bots.simulator.errors import RefusalError
from bots.simulator.kf import feed
from bots.simulator.kf.models import ENDED, FRESH, HUMAN, POOL, Account, Code, Mark, Session
from bots.simulator.lookup import present_staff
from bots.simulator.world import World

TWO_DAYS = 48 * 3600.0
TWENTY_SECONDS = 20.0
PICKED, TRANSFERRED, CLOSED, REOPENED = 1, 2, 3, 4  # change_type

# TABLE: kind of code → how long it is good, what may be sent with it
CODES: dict[str, tuple[float, tuple[str, ...]]] = {
    "welcome": (TWENTY_SECONDS, ("text", "msgmenu")),
    "queue": (TWO_DAYS, ("text",)),
    "human": (TWO_DAYS, ("text",)),
    "end": (TWENTY_SECONDS, ("text", "msgmenu")),
}
KIND_OF = {POOL: "queue", HUMAN: "human", ENDED: "end"}


def account_of(world: World, open_kfid: str) -> Account:
    """The living account that the app may manage, or WeCom's refusal."""
    account = world.kf.accounts.get(open_kfid)
    if account is None:
        raise RefusalError(95000)
    if account.deleted:
        raise RefusalError(95004)
    if not account.managed:
        raise RefusalError(48007)
    return account


def session_of(world: World, open_kfid: str, external_userid: str) -> Session:
    """A customer who never came to this account has a session that has not begun."""
    if external_userid not in world.customers:
        raise RefusalError(40096)
    session = world.kf.sessions.get((open_kfid, external_userid))
    if session is None:
        return Session(open_kfid, external_userid)
    return settled(world, session)


def settled(world: World, session: Session) -> Session:
    """48 hours after the customer's last word a session is over by itself."""
    if session.said_at is not None and world.now() - session.said_at > TWO_DAYS:
        session.state, session.servicer_userid = ENDED, ""
    return session


def begin(world: World, session: Session) -> None:
    session.state, session.servicer_userid, session.coded = FRESH, "", False
    mark(world, "begun", session)


def move(world: World, session: Session, state: int, servicer_userid: str = "") -> str:
    """Into another state; the msg_code that this brings, or ""."""
    session.state, session.servicer_userid = state, servicer_userid
    if state == HUMAN:
        mark(world, "taken", session, servicer_userid)
    kind = KIND_OF.get(state)
    if kind is None or (kind != "end" and session.coded):
        return ""
    session.coded = True
    return issue(world, session, kind)


def issue(world: World, session: Session, kind: str) -> str:
    code = world.seeded.new_id("", 43, "kf code", kind, session.open_kfid, session.external_userid)
    until = world.now() + CODES[kind][0]
    state = None if kind == "welcome" else session.state
    world.kf.codes[code] = Code(kind, session, until, state)
    return code


def tell_change(world: World, session: Session, change: int, old: str, new: str, code: str) -> None:
    """session_status_change, for what people do; the API's own moves are told to nobody."""
    servicers = {"old_servicer_userid": old, "new_servicer_userid": new}
    pair = (session.open_kfid, session.external_userid)
    feed.tell(world, "session_status_change", *pair, change_type=change, **servicers, msg_code=code)


def mark(world: World, what: str, session: Session, userid: str = "") -> None:
    pair = (session.open_kfid, session.external_userid)
    world.kf.marks.append(Mark(world.now(), what, *pair, userid))


def is_servicer(world: World, account: Account, userid: str) -> bool:
    """By name, or as a member of a department that serves, or of one below it."""
    staff = present_staff(world, userid)
    if staff is None:
        return False
    serving = world.departments.under(account.departments)
    return userid in account.servicers or bool(serving & set(staff.departments))

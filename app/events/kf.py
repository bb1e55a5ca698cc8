"""Facts about 微信客服: that there is something to fetch, and which accounts are ours (94670)."""

from dataclasses import dataclass

from app.events.base import Event


@dataclass(frozen=True, kw_only=True)
class KfMessageArrived(Event):
    """Messages or events wait at one account: kf_msg_or_event. One call may stand for many.

    `token` is good for ten minutes and lets sync_msg be asked more often.
    """

    open_kfid: str
    token: str = ""


@dataclass(frozen=True, kw_only=True)
class KfAccountAuthChanged(Event):
    """Accounts were given to our app or taken from it: kf_account_auth_change."""

    auth_add_open_kfid: tuple[str, ...] = ()
    auth_del_open_kfid: tuple[str, ...] = ()

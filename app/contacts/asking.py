"""Asking WeCom about many customers, as many at once as it lets one corp ask."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache

from app.contacts.sightings import Sighting, of_customer
from app.corps.wecom import wecom
from app.errors import ScrmError
from app.together import Trouble
from bots.errors import Gone, Throttled, WeComError
from bots.questions import GetExternalContact
from bots.turns import READS_AT_ONCE, TOO_MANY_AT_ONCE

LASTS = 10.0  # seconds of real time: whoever was not asked about by then waits for another turn


def ask(corp_id: str, external_userid: str) -> list[Sighting]:
    """All members who follow this customer; none when the customer is nobody's (any more)."""
    client, seen, cursor = wecom(corp_id), list[Sighting](), None
    while True:
        try:
            answer = client.ask(GetExternalContact(external_userid, cursor=cursor))
        except Gone:
            return []
        seen += of_customer(answer)
        cursor = answer.get("next_cursor")
        if not cursor:
            return seen


def ask_each(
    corp_id: str, external_userids: Sequence[str]
) -> tuple[dict[str, list[Sighting]], dict[str, Trouble]]:
    """Who follows each customer; and for whom there is no answer, with the reason."""
    until = time.monotonic() + LASTS

    def heard(external_userid: str) -> list[Sighting] | Trouble:
        if time.monotonic() > until:
            return Throttled(TOO_MANY_AT_ONCE, "too many others were asked about before")
        try:
            return ask(corp_id, external_userid)
        except (ScrmError, WeComError) as error:
            return error

    if len(external_userids) == 1:
        answers = [heard(external_userids[0])]
    else:  # each in this context, so that logs and checks know where the question comes from
        begun = [askers().submit(copy_context().run, heard, one) for one in external_userids]
        answers = [one.result() for one in begun]
    seen: dict[str, list[Sighting]] = {}
    troubles: dict[str, Trouble] = {}
    for external_userid, answer in zip(external_userids, answers, strict=True):
        if isinstance(answer, list):
            seen[external_userid] = answer
        else:
            troubles[external_userid] = answer
    return seen, troubles


@cache
def askers() -> ThreadPoolExecutor:
    """Who asks, shared by all batches: more of them would only wait for their turn."""
    return ThreadPoolExecutor(READS_AT_ONCE, thread_name_prefix="ask")

"""What a link's customer does later, as WeCom tells it: he writes, he deletes the member."""

from bots.simulator.links.events import acquisition_event
from bots.simulator.links.models import ChatKey
from bots.simulator.models import Follow
from bots.simulator.world import World

TOLD_AT = (3, 5, 10)


def heard(world: World, follow: Follow) -> None:
    """The member received one more message: the first, third, fifth and tenth are told of."""
    arrival = world.acquisition.arrivals.get((follow.userid, follow.external_userid))
    if arrival is None:
        return
    arrival.received += 1
    source = {"LinkId": arrival.link_id, "State": arrival.state}
    if arrival.received == 1:
        pair = {"UserID": follow.userid, "ExternalUserID": follow.external_userid}
        world.courier.send(acquisition_event("customer_start_chat", **pair, **source))
    elif arrival.received in TOLD_AT:
        # no ids since 2024-12-19: the key is to be exchanged within half an hour
        key = world.seeded.new_id("", 32, "chat key", follow.userid, follow.external_userid)
        world.acquisition.chat_keys[key] = ChatKey(arrival, arrival.received, world.now())
        world.courier.send(acquisition_event("message_from_customer", **source, ChatKey=key))


def lost(world: World, follow: Follow) -> None:
    """The customer deleted the member: told once more, under the acquisition's own event."""
    arrival = world.acquisition.arrivals.get((follow.userid, follow.external_userid))
    if arrival is not None:
        pair = {"UserID": follow.userid, "ExternalUserID": follow.external_userid}
        event = acquisition_event("del_follow_user", LinkId=arrival.link_id, **pair)
        world.courier.send(event)

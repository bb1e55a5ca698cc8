"""TABLE: every path that is simulated; each module of this folder brings its own rows."""

from bots.simulator.api import (
    access,
    agent,
    app_messages,
    contact_ways,
    contacts,
    group_messages,
    media,
    staff,
    tags,
    welcome,
)
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.book import identity, labels, structure, writing

API: dict[str, Endpoint] = {
    **access.PATHS,
    **agent.PATHS,
    **staff.PATHS,
    **writing.PATHS,
    **structure.PATHS,
    **labels.PATHS,
    **identity.PATHS,
    **contacts.PATHS,
    **tags.PATHS,
    **contact_ways.PATHS,
    **welcome.PATHS,
    **group_messages.PATHS,
    **app_messages.PATHS,
    **media.PATHS,
}

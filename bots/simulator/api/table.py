"""TABLE: every path that is simulated; each module of this folder brings its own rows."""

from bots.simulator.api import (
    access,
    agent,
    app_messages,
    behavior,
    contact_ways,
    contacts,
    group_messages,
    intercept_rules,
    media,
    product_albums,
    staff,
    tags,
    welcome,
)
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.book import identity, labels, structure, writing
from bots.simulator.groups import paths as groups
from bots.simulator.moments import paths as moments

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
    **groups.PATHS,
    **moments.PATHS,
    **behavior.PATHS,
    **intercept_rules.PATHS,
    **product_albums.PATHS,
}

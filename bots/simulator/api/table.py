"""TABLE: every path that is simulated; each module of this folder brings its own rows."""

from bots.simulator.api import (
    access,
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
from bots.simulator.archive import msgaudit
from bots.simulator.kf import table as kf

API: dict[str, Endpoint] = {
    **access.PATHS,
    **staff.PATHS,
    **contacts.PATHS,
    **tags.PATHS,
    **contact_ways.PATHS,
    **welcome.PATHS,
    **group_messages.PATHS,
    **app_messages.PATHS,
    **media.PATHS,
    **kf.PATHS,
    **msgaudit.PATHS,
}

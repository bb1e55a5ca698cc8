"""TABLE: every path that is simulated; each module of this folder brings its own rows."""

from bots.simulator.api import (
    access,
    agent,
    behavior,
    contact_ways,
    contacts,
    group_messages,
    ids,
    intercept_rules,
    media,
    media_by_url,
    product_albums,
    served,
    staff,
    tags,
    temp_ways,
    welcome,
)
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.archive import msgaudit
from bots.simulator.book import identity, labels, structure, writing
from bots.simulator.groups import paths as groups
from bots.simulator.inheritance import api as inheritance
from bots.simulator.inheritance import groups as inherited_groups
from bots.simulator.kf import table as kf
from bots.simulator.links import api as links
from bots.simulator.links import reports as link_reports
from bots.simulator.messages import appchats, menus, robots, send, update
from bots.simulator.moments import paths as moments
from bots.simulator.strategies import api as strategies
from bots.simulator.strategies import tags as strategy_tags

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
    **send.PATHS,
    **update.PATHS,
    **menus.PATHS,
    **appchats.PATHS,
    **robots.PATHS,
    **media.PATHS,
    **links.PATHS,
    **link_reports.PATHS,
    **inheritance.PATHS,
    **inherited_groups.PATHS,
    **temp_ways.PATHS,
    **served.PATHS,
    **ids.PATHS,
    **strategies.PATHS,
    **strategy_tags.PATHS,
    **media_by_url.PATHS,
    **kf.PATHS,
    **msgaudit.PATHS,
    **groups.PATHS,
    **moments.PATHS,
    **behavior.PATHS,
    **intercept_rules.PATHS,
    **product_albums.PATHS,
}

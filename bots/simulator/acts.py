"""TABLE: what people can be told to do, at once through the control API or later in a plan.

An act whose name holds a slash is also an order of the control API under that name.
"""

from collections.abc import Callable

from bots.simulator import members, people, reading, searches
from bots.simulator.archive import acts as archive
from bots.simulator.archive import console as archive_console
from bots.simulator.book import console
from bots.simulator.control import standing
from bots.simulator.faults.acts import order_faults
from bots.simulator.groups import acts as groups
from bots.simulator.inheritance import acts as inheritance
from bots.simulator.kf import acts as kf
from bots.simulator.kf import console as kf_console
from bots.simulator.links import acts as links
from bots.simulator.messages import deeds
from bots.simulator.models import Json
from bots.simulator.moments import acts as moments
from bots.simulator.world import World

Act = Callable[[World, Json], Json]

ACTS: dict[str, Act] = {
    "scan": people.scan,
    "say": people.say,
    "delete": people.delete,
    "staff_say": members.staff_say,
    "confirm": members.confirm,
    "confirm_all": members.confirm_all,
    "staff_delete": members.staff_delete,
    "edit": members.edit,
    "staff/accept": people.accept,
    "faults/order": order_faults,
    "console/welcome": members.console_welcome,
    "console/corp": standing.change_corp,
    "console/member": standing.change_member,
    **console.ACTS,
    **links.ACTS,
    **inheritance.ACTS,
    **kf.ACTS,
    **kf_console.ACTS,
    **archive.ACTS,
    **archive_console.ACTS,
    **groups.ACTS,
    **moments.ACTS,
    **deeds.ACTS,
    **reading.ACTS,
    **searches.ACTS,
}

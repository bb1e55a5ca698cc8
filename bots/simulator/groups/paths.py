"""TABLE: the paths of customer groups."""

from bots.simulator.api.endpoint import Endpoint
from bots.simulator.groups import chats, statistics, ways, welcomes

PATHS: dict[str, Endpoint] = {
    **chats.PATHS,
    **ways.PATHS,
    **welcomes.PATHS,
    **statistics.PATHS,
}

"""TABLE: the paths of moments."""

from bots.simulator.api.endpoint import Endpoint
from bots.simulator.moments import records, tasks

PATHS: dict[str, Endpoint] = {
    **tasks.PATHS,
    **records.PATHS,
}

"""TABLE: every path of 微信客服 that is simulated."""

from bots.simulator.api.endpoint import Endpoint
from bots.simulator.kf import (
    accounts,
    customers,
    sending,
    servicers,
    states,
    statistics,
    sync,
)

PATHS: dict[str, Endpoint] = {
    **accounts.PATHS,
    **servicers.PATHS,
    **states.PATHS,
    **sync.PATHS,
    **sending.PATHS,
    **customers.PATHS,
    **statistics.PATHS,
}

"""What a simulator was asked in a test, for people to read and for claims."""

from tests.simulator.rig import Sim


def calls_made(sim: Sim) -> set[str]:
    """The paths of all API calls, printed with their answers; every one must have succeeded."""
    calls = sim.see("truth")["api_calls"]
    for path in sorted(calls):
        print(f"{path:60} {calls[path]}")
    refused = {path: codes for path, codes in calls.items() if set(codes) != {"0"}}
    assert refused == {}
    return set(calls)

"""The customer_acquisition event: fields that are empty are absent."""

from bots.simulator.models import Json


def acquisition_event(change: str, **fields: str | int) -> Json:
    given = {name: value for name, value in fields.items() if value != ""}
    return {"Event": "customer_acquisition", "ChangeType": change, **given}

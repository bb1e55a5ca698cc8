"""Making any JSON fit for PostgreSQL. Pure."""

import math
from typing import Any


def storable(value: Any) -> Any:
    """The same JSON, without what PostgreSQL cannot hold: NUL, half surrogates, NaN.

    Raises RecursionError for what is nested too deeply to be kept.
    """
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value

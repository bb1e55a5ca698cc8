"""The collected samples of WeCom's JSON, and whether an answer has a sample's fields and types."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parents[2]
PAYLOADS = Path(os.environ.get("LIANKE_SHARED", HERE.parent / "shared")) / "wecom/payloads"
needs_samples = pytest.mark.skipif(
    not PAYLOADS.is_dir(), reason=f"no samples at {PAYLOADS}; set LIANKE_SHARED"
)


def sample(path: str) -> Any:
    return json.loads((PAYLOADS / path).read_text())


def samples(pattern: str) -> list[str]:
    """Paths under the samples' folder; one name even without samples, so that a skip is seen."""
    found = sorted(str(path.relative_to(PAYLOADS)) for path in PAYLOADS.glob(pattern))
    return found or [pattern]


def differences(wanted: Any, given: Any, where: str = "") -> list[str]:
    """Where `given` has another type, lacks a field of `wanted`, or has one that it lacks."""
    if isinstance(wanted, bool) or isinstance(given, bool) or not _alike(wanted, given):
        return [] if type(wanted) is type(given) else [f"{where}: {wanted!r} is not {given!r}"]
    if isinstance(wanted, dict):
        found = [f"{where}.{name} is missing" for name in wanted.keys() - given.keys()]
        found += [f"{where}.{name} is new" for name in given.keys() - wanted.keys()]
        for name in wanted.keys() & given.keys():
            found += differences(wanted[name], given[name], f"{where}.{name}")
        return sorted(found)
    if isinstance(wanted, list) and wanted:
        return [line for one in given for line in differences(wanted[0], one, f"{where}[]")]
    return []


def _alike(wanted: Any, given: Any) -> bool:
    """Any two numbers are alike."""
    if isinstance(wanted, int | float) and isinstance(given, int | float):
        return True
    return type(wanted) is type(given)

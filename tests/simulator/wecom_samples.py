"""Published samples, read where they lie beside the checkout; a test without them says so."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import xmltodict

from bots.simulator.models import Json

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = Path(os.environ.get("LIANKE_SHARED", ROOT.parent / "shared")) / "wecom" / "payloads"

wanted = pytest.mark.skipif(
    not PAYLOADS.is_dir(), reason=f"no samples at {PAYLOADS}; LIANKE_SHARED names their place"
)


def names(folder: str, *patterns: str) -> list[str]:
    """Files of a folder, sorted; none where there are no samples."""
    found = (path for pattern in patterns for path in (PAYLOADS / folder).glob(pattern))
    return sorted(f"{folder}/{path.name}" for path in found)


def sample(name: str) -> Any:
    return json.loads((PAYLOADS / name).read_text(encoding="utf-8"))


def fields(name: str) -> Json:
    """A sample of XML."""
    return dict(xmltodict.parse((PAYLOADS / name).read_bytes())["xml"])


def shape(value: Any) -> Any:
    """Keys and nesting, without what stands there; a list is like its first entry."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return shape(value[0]) if value else ""
    return ""


def types(value: Any) -> Any:
    """Like `shape`, with the name of each value's type."""
    if isinstance(value, dict):
        return {name: types(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [types(one) for one in value[:1]]
    return type(value).__name__

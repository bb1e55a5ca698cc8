"""WeCom's published samples, read where they lie beside the checkout, and never copied into it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("LIANKE_SHARED", ROOT.parent / "shared"))
PAYLOADS = SHARED / "wecom" / "payloads"

here = pytest.mark.skipif(
    not PAYLOADS.is_dir(), reason=f"no samples at {PAYLOADS}; LIANKE_SHARED names their place"
)

# Samples whose path stands nowhere: the beginning of the file's name → the path they are for.
NAMED_BY_TEST = {
    "WxCpMessageTest.": ("request", "message/send"),
    "WxCpGroupMsgResultTest.": ("response", "externalcontact/get_group_msg_result"),
    "WxCpTagServiceImplTest.": ("response", "tag/get"),
    "WxCpUserExternalContactInfoTest.": ("response", "externalcontact/get"),
    "WxCpUserGsonAdapterTest.errcode": ("response", "user/get"),
    "WxCpAgentServiceImplTest.": ("response", "agent/get"),
    "kf.sync_msg.event.": ("response", "kf/sync_msg"),
    "kf.sync_msg.msg.": ("response", "kf/sync_msg"),
}
KF_LINES = ("kf/kf.sync_msg.event.", "kf/kf.sync_msg.msg.")  # single lines of a msg_list


@dataclass(frozen=True)
class Sample:
    """One request or response; `path` is that of the API, "" when nobody says which."""

    name: str
    kind: str  # request, response, or other
    path: str
    content: Any


def api_samples() -> Iterator[Sample]:
    """Everything under api/ and kf/ that the index knows."""
    lines = (PAYLOADS / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        name, words = line.split("\t")[:2]
        if name.startswith(("api/", "kf/")):
            kind, path = _told(name.partition("/")[2], words)
            content = json.loads((PAYLOADS / name).read_text(encoding="utf-8"))
            if name.startswith(KF_LINES):
                content = {"msg_list": [content]}
            yield Sample(name, kind, path, content)


def _told(name: str, words: str) -> tuple[str, str]:
    for beginning, told in NAMED_BY_TEST.items():
        if name.startswith(beginning):
            return told
    if "/cgi-bin/" not in words:
        return "other", ""
    kind = "request" if words.startswith("api request") else "response"
    return kind, words.partition("/cgi-bin/")[2]


def messages(*folders: str) -> dict[str, str]:
    """The callbacks in these folders, by name, as the words inside an envelope."""
    files = (file for folder in folders for file in sorted((PAYLOADS / folder).iterdir()))
    return {f"{file.parent.name}/{file.name}": file.read_text(encoding="utf-8") for file in files}

"""A WeCom that answers after a fixed pause and costs next to no CPU: for bursts on two cores.

It keeps what the real one would: a welcome_code is good once. `python -m tests.bench.welcome.swift
--pause 0.04` prints its port; GET /told answers what was said, and when.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from app.config import settings
from app.corps.wecom import forget_mouths

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
Answer = dict[str, object]
OK: Answer = {"errcode": 0, "errmsg": "ok"}


class Told:
    """What was said: each welcome_code with the moment of its only good use, calls by path."""

    def __init__(self) -> None:
        self.welcomed: dict[str, float] = {}
        self.again: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()

    def answer(self, path: str, query: dict[str, list[str]], body: bytes) -> Answer:
        """WeCom's answer to a call."""
        self.calls[path] += 1
        if path == "gettoken":
            return {**OK, "access_token": "swift", "expires_in": 7200}
        if path == "externalcontact/send_welcome_msg":
            return self.welcome(json.loads(body)["welcome_code"])
        if path == "user/get":
            return {**OK, "userid": query["userid"][0], "name": "李娜", "status": 1}
        if path == "externalcontact/get":
            return {**OK, **customer(query["external_userid"][0])}
        return OK

    def welcome(self, code: str) -> Answer:
        """Once, and never again."""
        if code in self.welcomed:
            self.again[code] += 1
            return {"errcode": 41051, "errmsg": "externaluser has started chatting"}
        self.welcomed[code] = time.time()
        return OK


def customer(external_userid: str) -> Answer:
    """A customer of one member, as externalcontact/get tells."""
    contact = {"external_userid": external_userid, "name": "张小雨", "type": 1, "gender": 2}
    follow = {"userid": "lina", "remark": "", "createtime": 1760000000, "tags": [], "add_way": 1}
    return {"external_contact": contact, "follow_user": [follow]}


class Line(asyncio.Protocol):
    """One connection: requests come one after another."""

    def __init__(self, told: Told, pause: float) -> None:
        self.told, self.pause = told, pause
        self.heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard += data
        head, found, rest = self.heard.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        most = int(length.group(1)) if length else 0
        if not found or len(rest) < most:
            return
        self.heard = rest[most:]
        target = urlsplit(head.split(b" ", 2)[1].decode())
        if target.path == "/told":
            self.send(vars(self.told))
            return
        path = target.path.removeprefix("/cgi-bin/")
        answer = self.told.answer(path, parse_qs(target.query), rest[:most])
        asyncio.get_running_loop().call_later(self.pause, self.send, answer)

    def send(self, answer: Answer) -> None:
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        self.transport.write(head.encode() + b"\r\n\r\n" + body)


async def serve(pause: float) -> None:
    """Answer until the parent is gone."""
    told = Told()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Line(told, pause), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def swift_wecom(pause: float) -> Iterator[str]:
    """One in a process of its own, named by the settings; its address."""
    command = [sys.executable, "-m", "tests.bench.welcome.swift", "--pause", str(pause)]
    swift = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert swift.stdout is not None
    address = f"http://127.0.0.1:{int(swift.stdout.readline())}"
    before = os.environ.get("WECOM_API_BASE")
    os.environ["WECOM_API_BASE"] = f"{address}/cgi-bin"
    settings.cache_clear()
    forget_mouths()
    try:
        yield address
    finally:
        swift.kill()
        swift.wait()
        os.environ.pop("WECOM_API_BASE")
        if before is not None:
            os.environ["WECOM_API_BASE"] = before
        settings.cache_clear()
        forget_mouths()


def heard(address: str) -> dict[str, Any]:
    """What a swift WeCom was told."""
    told: dict[str, Any] = requests.get(f"{address}/told", timeout=10).json()
    return told


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--pause", type=float, default=0.04)
    asyncio.run(serve(parser.parse_args().pause))

"""wecom-app-svr from PyPI as it is shipped: `python -m tests.bench.shipped PORT`. It keeps nothing."""

import logging
import sys
from typing import Any

from wecom_app_svr import RspTextMsg, WecomAppServer

from tests.callbacks.sealing import AES_KEY, TOKEN
from tests.conftest import CORP

PATH = "/wecom"


def main(port: int) -> None:
    """Serve with its own `run`, and answer every text with a text, as its documentation does."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line a request: to its advantage
    server = WecomAppServer("peer", "127.0.0.1", port, PATH, TOKEN, AES_KEY, CORP)
    server.set_message_handler(answer)
    server.set_event_handler(answer)
    server.run()


def answer(_message: Any) -> RspTextMsg:
    said = RspTextMsg()
    said.content = "heard"
    return said


if __name__ == "__main__":
    main(int(sys.argv[1]))

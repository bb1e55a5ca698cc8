"""The webview of a member's client: an app's page at a port of its own, with WeCom's bridge in it.

It has its own cookies, says wxwork in its User-Agent, and asks the authorize page by itself.
"""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from bots.simulator.shells.models import View, Webview
from bots.simulator.shells.translation import BRIDGE, Translation
from bots.simulator.shells.version import user_agent
from bots.simulator.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

STATIC = Path(__file__).resolve().parent / "static"
AUTHORIZE = "/connect/oauth2/authorize"
TEXTS = ("text/html", "application/json", "application/x-www-form-urlencoded")
# what belongs to one connection, to this browser's own cookies, or to frames
NOT_SENT = ("host", "cookie", "connection", "accept-encoding", "content-length", "user-agent")
NOT_SHOWN = (
    *("connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding"),
    *("set-cookie", "x-frame-options", "cross-origin-opener-policy", "server", "date"),
)
WAIT = 30.0  # real seconds


def webview_for(world: World, view: View, origin: str) -> Webview:
    """The member's webview for a site, made when first asked for; hold the world's lock."""
    key = (view.userid, origin, view.version)
    if key not in world.shells.webviews:
        world.shells.webviews[key] = Proxy(world.base_url, view, origin)
    return world.shells.webviews[key]


class Proxy:
    """One member's webview of one site."""

    def __init__(self, client: str, view: View, origin: str) -> None:
        self._client, self._userid = client, view.userid
        self._agent = user_agent(view.version)
        self._http = requests.Session()
        self._http.trust_env = False
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=Silent
        )
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._words = Translation(origin, self.address)
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="webview", daemon=True
        ).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._http.close()

    def _answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        return self._respond(Request(environ))(environ, start_response)

    def _respond(self, request: Request) -> Response:
        if request.path == BRIDGE:
            return Response((STATIC / "bridge.js").read_bytes(), mimetype="text/javascript")
        try:
            told = self._fetch(request)
            if AUTHORIZE in told.headers.get("Location", ""):
                told = self._authorized(told.headers["Location"])
        except requests.RequestException as error:
            return Response(f"the page does not answer: {type(error).__name__}\n", 502)
        return self._shown(told)

    def _fetch(self, request: Request) -> requests.Response:
        """The same request at the page's true address, with this webview's cookies."""
        target = request.environ.get("RAW_URI") or request.full_path.rstrip("?")
        body = request.get_data()
        if request.mimetype in TEXTS:
            body = self._words.outward(body.decode("utf-8", "surrogateescape")).encode(
                "utf-8", "surrogateescape"
            )
        return self._http.request(
            request.method,
            self._words.true + self._words.outward(str(target)),
            data=body,
            headers=self._sent(request),
            allow_redirects=False,
            timeout=WAIT,
        )

    def _sent(self, request: Request) -> dict[str, str]:
        kept = {
            name: self._words.outward(value)
            for name, value in request.headers.items()
            if name.lower() not in NOT_SENT and not name.lower().startswith("sec-fetch-")
        }
        return {**kept, "User-Agent": self._agent, "Accept-Encoding": "identity"}

    def _authorized(self, location: str) -> requests.Response:
        """Whatever host it names: the client knows who looks, and asks the simulated page."""
        query = urlsplit(location).query
        address = f"{self._client}{AUTHORIZE}?{query}&as={self._userid}"
        return self._http.get(address, allow_redirects=False, timeout=WAIT)

    def _shown(self, told: requests.Response) -> Response:
        body = told.content
        kind = told.headers.get("Content-Type", "").split(";")[0]
        if kind == "text/html":
            page = told.content.decode(told.encoding or "utf-8", "replace")
            body = self._words.page(page, self._client, self._agent).encode()
        elif kind in TEXTS:
            body = self._words.inward(told.text).encode()
        shown = Response(body, told.status_code)
        shown.headers.clear()
        for name, value in told.headers.items():
            if name.lower() not in NOT_SHOWN:
                shown.headers[name] = self._header(name.lower(), value)
        return shown

    def _header(self, name: str, value: str) -> str:
        if name == "content-security-policy":
            return self._words.policy(value, self._client)
        return self._words.inward(value)


class Silent(WSGIRequestHandler):
    """Writes no line per request."""

    disable_nagle_algorithm = True

    def log_request(self, *_: object) -> None:
        """Codes of logins stand in these addresses."""

"""The simulator as one HTTP server on loopback, counting the calls that are not yet answered."""

import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from bots.simulator.api.gate import api_door
from bots.simulator.book.authorize import authorize_door
from bots.simulator.control.door import control_door
from bots.simulator.links.page import link_page
from bots.simulator.messages import replies
from bots.simulator.pictures import pictures
from bots.simulator.shells.pages import shell_pages
from bots.simulator.uploaded import uploaded
from bots.simulator.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

COUNTED = ("/cgi-bin/", "/sim/archive/pull", "/sim/archive/media")

DOORS = (
    api_door,
    authorize_door,
    control_door,
    pictures,
    uploaded,
    link_page,
    shell_pages,
)


class QuietRequests(WSGIRequestHandler):
    """Writes no line per request, and sends answers at once."""

    disable_nagle_algorithm = True

    def log_request(self, *_: Any) -> None:
        """Tokens stand in these URLs; they belong in no log."""


class CountInFlight:
    """WSGI middleware: a call is in flight from its arrival until its answer is written."""

    def __init__(self, app: "WSGIApplication", world: World) -> None:
        self._app, self._world = app, world

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(COUNTED):
            return self._app(environ, start_response)
        return self._counted(environ, start_response)

    def _counted(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterator[bytes]:
        with self._world.lock:
            self._world.in_flight += 1
        try:
            yield from self._app(environ, start_response)
        finally:
            with self._world.changed:
                self._world.in_flight -= 1
                self._world.changed.notify_all()


def make_app(world: World) -> Flask:
    app = Flask(__name__, static_folder=None)
    json = DefaultJSONProvider(app)
    json.ensure_ascii = json.sort_keys = False
    app.json = json
    for door in DOORS:
        app.register_blueprint(door(world))
    return app


def serve(world: World, port: int = 0) -> BaseWSGIServer:
    """Listen on loopback and live; the caller stops the answer with `shutdown()`."""
    app = CountInFlight(make_app(world).wsgi_app, world)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietRequests)
    world.courier.hear = lambda app, event, reply: replies.hear(world, app, event, reply)
    world.base_url = f"http://127.0.0.1:{server.server_port}"
    world.start()
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="http", daemon=True
    ).start()
    return server

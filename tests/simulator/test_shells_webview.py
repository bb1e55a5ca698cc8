"""The webview: the page unchanged but for the bridge, its own cookies, and who looks at it."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from bots.simulator.cast import AGENTID
from bots.simulator.server import QuietRequests
from bots.simulator.shells.translation import Translation
from tests.simulator.rig import Sim

POLICY = "default-src 'self'; frame-ancestors 'self'"


class Product:
    """A page of somebody's, as far from ours as possible: it echoes what it was asked."""

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self.server = make_server(
            "127.0.0.1", 0, self.door, threaded=True, request_handler=QuietRequests
        )
        self.site = f"http://127.0.0.1:{self.server.server_port}"
        self.login = ""
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def door(self, environ, start_response):
        request = Request(environ)
        request.get_data()
        self.seen.append(request)
        return self.answer(request)(environ, start_response)

    def answer(self, request: Request) -> Response:
        if request.path == "/login":
            return Response("", 302, {"Location": self.login})
        if request.path == "/data":
            return Response('{"me": "' + self.site + '/x"}', mimetype="application/json")
        html = f"<!doctype html><html><head lang=x><title>t</title></head>{self.site}/y"
        page = Response(html, mimetype="text/html")
        page.headers["Content-Security-Policy"] = POLICY
        page.headers["X-Frame-Options"] = "SAMEORIGIN"
        page.set_cookie("session", f"cookie-{len(self.seen)}")
        return page

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def product() -> Iterator[Product]:
    product = Product()
    yield product
    product.close()


@pytest.fixture
def view(sim: Sim, product: Product) -> str:
    """The address of lina's webview."""
    return opened(sim, product, "lina")


def opened(sim: Sim, product: Product, userid: str) -> str:
    sim.order("apps", agentid=AGENTID, sidebar_url=f"{product.site}/page?a=1")
    told = sim.order("shell/open", userid=userid)
    assert told["page"] == f"{product.site}/page?a=1"
    return str(told["address"])


def origin(address: str) -> str:
    return address.split("/page", maxsplit=1)[0]


def test_the_page_comes_with_the_bridge_first_and_otherwise_unchanged(sim, product, view):
    page = sim.http.get(view, timeout=9)
    bridge = f'<script src="/_wecom/bridge.js" data-client="{sim.base}" data-page="{product.site}"'
    assert page.text.startswith(f"<!doctype html><html><head lang=x>{bridge}")
    assert page.text.endswith(f"<title>t</title></head>{origin(view)}/y")
    assert "WeixinJSBridge" in sim.http.get(f"{origin(view)}/_wecom/bridge.js", timeout=9).text


def test_only_what_forbids_framing_is_taken_from_the_headers(sim, view):
    headers = sim.http.get(view, timeout=9).headers
    assert headers["Content-Security-Policy"] == f"default-src 'self'; frame-ancestors {sim.base}"
    assert "X-Frame-Options" not in headers


def test_the_product_meets_the_client_and_not_the_browser(sim, product, view):
    sim.http.get(view, headers={"User-Agent": "Firefox", "Cookie": "session=admin"}, timeout=9)
    (request,) = product.seen
    assert "wxwork/4.1" in request.headers["User-Agent"]
    assert "Cookie" not in request.headers
    assert request.full_path == "/page?a=1"


def test_cookies_stay_in_the_webview_of_their_member(sim, product, view):
    answer = sim.http.get(view, timeout=9)
    assert "Set-Cookie" not in answer.headers
    sim.http.get(view, timeout=9)
    assert product.seen[1].cookies["session"] == "cookie-1"
    sim.http.get(opened(sim, product, "zhaolei"), timeout=9)
    assert "session" not in product.seen[2].cookies


def test_its_own_address_is_the_true_one_outside_and_the_webviews_inside(sim, product, view):
    here = origin(view)
    sent = {"url": f"{here}/page#x"}
    sim.http.post(f"{here}/data", params=sent, data=sent, headers={"Origin": here}, timeout=9)
    (request,) = product.seen
    assert request.args["url"] == request.form["url"] == f"{product.site}/page#x"
    assert request.headers["Origin"] == product.site
    assert sim.http.get(f"{here}/data", timeout=9).json() == {"me": f"{here}/x"}


def test_the_authorize_page_is_asked_for_the_member_whatever_host_it_has(sim, product, view):
    back = f"redirect_uri={product.site}/back&response_type=code&scope=snsapi_base&state=s1"
    corpid = sim.world.corp.corpid
    for host in ("https://open.weixin.qq.com", sim.base):
        query = f"appid={corpid}&{back}&agentid={AGENTID}"
        product.login = f"{host}/connect/oauth2/authorize?{query}#wechat_redirect"
        answer = sim.http.get(f"{origin(view)}/login", allow_redirects=False, timeout=9)
        assert answer.status_code == 302
        where, _, query = answer.headers["Location"].partition("?code=")
        assert where == f"{origin(view)}/back"
        code, _, state = query.partition("&state=")
        assert state == "s1"
        assert sim.ask("auth/getuserinfo", code=code)["userid"] == "lina"


def test_a_product_that_does_not_answer_is_a_502(sim, product, view):
    product.close()
    answer = sim.http.get(view, timeout=9)
    assert answer.status_code == 502
    assert "does not answer" in answer.text


def test_views_of_one_member_share_a_webview_and_versions_do_not(sim, product, view):
    assert origin(opened(sim, product, "lina")) == origin(view)
    other = sim.order("shell/open", userid="lina", version="2.8.10")["address"]
    assert origin(other) != origin(view)


def test_addresses_are_found_as_they_are_quoted_and_in_json():
    words = Translation("https://a.example", "http://127.0.0.1:5")
    said = "http://127.0.0.1:5/x http%3A%2F%2F127.0.0.1%3A5%2Fx http:\\/\\/127.0.0.1:5\\/x"
    told = "https://a.example/x https%3A%2F%2Fa.example%2Fx https:\\/\\/a.example\\/x"
    assert words.outward(said).replace("\\/x", "/x") == told.replace("\\/x", "/x")
    assert words.inward(told).replace("\\/x", "/x") == said.replace("\\/x", "/x")

"""Uploads by URL: fetched in parts from loopback, checked, and told of by an event."""

import threading
from hashlib import md5

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from bots.simulator.server import QuietRequests

VIDEO = b"\0\0\0\x18ftypmp42" + b"moving pictures" * 50


@pytest.fixture
def shop():
    """Serves a video in parts at /parts, whole at /whole, and nothing elsewhere."""

    @Request.application
    def door(request):
        if request.path == "/whole":
            return Response(VIDEO)
        if request.path != "/parts":
            return Response("nothing here", 404)
        answer = Response(VIDEO)
        return answer.make_conditional(request, accept_ranges=True, complete_length=len(VIDEO))

    server = make_server("127.0.0.1", 0, door, request_handler=QuietRequests)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def order(sim, url, **fields):
    digest = md5(VIDEO).hexdigest()
    usual = {"scene": 1, "type": "video", "filename": "课程.mp4", "url": url, "md5": digest}
    return sim.say("media/upload_by_url", **{**usual, **fields})


def result(sim, told):
    return sim.say("media/get_upload_by_url_result", jobid=told["jobid"])


def test_a_finished_upload_is_told_of_and_can_be_fetched(sim, receiver, shop):
    told = order(sim, f"{shop}/parts")
    assert told["errcode"] == 0
    sim.settle()
    assert [(e["Event"], e["JobId"]) for e in receiver.events] == [
        ("upload_media_job_finish", told["jobid"])
    ]
    found = result(sim, told)
    assert (found["status"], found["detail"]["errcode"]) == (2, 0)
    args = {"access_token": sim.token, "media_id": found["detail"]["media_id"]}
    assert sim.http.get(f"{sim.base}/cgi-bin/media/get", params=args).content == VIDEO


@pytest.mark.parametrize(
    ("path", "digest", "errcode"),
    [("/whole", None, 830001), ("/nowhere", None, 830003), ("/parts", "0" * 32, 301019)],
)
def test_an_upload_that_fails_says_why(sim, shop, path, digest, errcode):
    told = order(sim, shop + path, **({"md5": digest} if digest else {}))
    sim.settle()
    found = result(sim, told)
    assert (found["status"], found["detail"]["errcode"]) == (3, errcode)


@pytest.mark.parametrize(
    ("fields", "errcode"),
    [
        ({"url": "http://example.com/a.mp4"}, 830001),
        ({"url": "http://127.0.0.1.example.com/a.mp4"}, 830001),
        ({"url": "file:///etc/passwd"}, 830001),
        ({"url": "http://[broken/a.mp4"}, 830001),
        ({"type": "image"}, 40004),
        ({"scene": 2}, 40058),
        ({"md5": ""}, 40063),
    ],
)
def test_orders_that_are_refused(sim, fields, errcode):
    assert order(sim, **{"url": "http://127.0.0.1:9/a.mp4", **fields})["errcode"] == errcode


def test_an_unknown_job_has_no_result(sim):
    assert sim.say("media/get_upload_by_url_result", jobid="jobid_x")["errcode"] == 40088

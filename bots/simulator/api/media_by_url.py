"""Uploading media from a URL (异步上传临时素材): accepted at once, fetched in parts, then told of."""

import threading
from hashlib import md5
from mimetypes import guess_type
from urllib.parse import urlsplit

import requests

from bots.simulator.api.call import Call, Upload, integer, text
from bots.simulator.api.endpoint import Endpoint
from bots.simulator.api.media import MEGABYTE, keep
from bots.simulator.errors import RefusalError
from bots.simulator.models import Json
from bots.simulator.shelf import UploadJob
from bots.simulator.world import World

LARGEST = 200 * MEGABYTE
PART = 20 * MEGABYTE
SECONDS_TO_ANSWER = 5.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def upload_by_url(world: World, call: Call) -> Json:
    """Only from this machine: whoever drives the simulator must not make it call the world."""
    body = call.body
    if integer(body, "scene", 0) != 1:
        raise RefusalError(40058, "scene is 1, group welcomes")
    kind = text(body, "type")
    if kind not in ("video", "file"):
        raise RefusalError(40004)
    url, filename = text(body, "url", missing=41010), text(body, "filename", missing=40063)
    digest = text(body, "md5", missing=40063)
    if not _is_near(url):
        raise RefusalError(830001, "the simulator fetches from loopback only")
    jobid = world.seeded.new_id("jobid_", 49, "upload", kind, filename, url, digest)
    job = UploadJob(jobid, call.app.agentid, kind, filename, url, digest.lower())
    world.shelf.jobs[jobid] = job
    world.in_flight += 1  # until the result stands, nobody may take the world for idle
    threading.Thread(target=_fetch, args=(world, job), daemon=True).start()
    return {"jobid": jobid}


def get_upload_by_url_result(world: World, call: Call) -> Json:
    job = world.shelf.jobs.get(text(call.body, "jobid", missing=40088))
    if job is None:
        raise RefusalError(40088)
    return {"status": job.status, "detail": job.detail}


def _is_near(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK


def _fetch(world: World, job: UploadJob) -> None:
    """In a thread of its own: nothing waits for the network while holding the lock."""
    refusal, content = None, b""
    try:
        content = _download(job)
    except RefusalError as error:
        refusal = error
    finally:
        with world.changed:
            _finish(world, job, content, refusal)
            world.in_flight -= 1
            world.changed.notify_all()


def _finish(world: World, job: UploadJob, content: bytes, refusal: RefusalError | None) -> None:
    if refusal is not None:
        job.status, job.detail = 3, {"errcode": refusal.errcode, "errmsg": refusal.errmsg}
    else:
        mimetype = guess_type(job.filename)[0] or "application/octet-stream"
        media = keep(world, job.kind, Upload(job.filename, mimetype, content))
        made = {"media_id": media.media_id, "created_at": str(int(world.now()))}
        job.status, job.detail = 2, {"errcode": 0, "errmsg": "ok", **made}
    done = {"Event": "upload_media_job_finish", "JobId": job.jobid}
    world.courier.send(done, job.agentid)


def _download(job: UploadJob) -> bytes:
    """Part by part: a server that knows no Range is refused as WeCom refuses it."""
    content, total = b"", 1
    with requests.Session() as session:
        session.trust_env = False  # loopback needs no proxy
        while len(content) < total:
            part, total = _part(session, job.url, len(content))
            content += part
    if md5(content, usedforsecurity=False).hexdigest() != job.md5:
        raise RefusalError(301019)
    return content


def _part(session: requests.Session, url: str, start: int) -> tuple[bytes, int]:
    """The bytes from `start` on, and how many there are in all."""
    try:
        answer = session.get(
            url,
            headers={"Range": f"bytes={start}-{start + PART - 1}"},
            timeout=SECONDS_TO_ANSWER,
            allow_redirects=False,
        )
    except (requests.RequestException, ValueError) as error:
        raise RefusalError(830003, type(error).__name__) from error
    if answer.status_code == 200:
        raise RefusalError(830001, "the server knows no Range")
    if answer.status_code != 206 or not answer.content:
        raise RefusalError(830003, f"status {answer.status_code}")
    total = answer.headers.get("Content-Range", "").rpartition("/")[2]
    if not total.isdigit():
        raise RefusalError(830001, "no total in Content-Range")
    if int(total) > LARGEST:
        raise RefusalError(830002)
    return answer.content, int(total)


PATHS: dict[str, Endpoint] = {
    "media/upload_by_url": Endpoint("POST", upload_by_url),
    "media/get_upload_by_url_result": Endpoint("POST", get_upload_by_url_result),
}

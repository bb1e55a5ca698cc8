"""The library of materials: kept, found, named, replaced without a gap, let go when unused."""

import io

import pytest
from flask.testing import FlaskClient

from app.db import reading, transaction
from app.outreach.library import LARGEST, MEGABYTE, keep, looked_at
from app.outreach.materials import refresh_stale
from app.outreach.models import Material
from app.outreach.welcomes import set_welcome
from tests.acquisition.scripted import OK, PNG
from tests.conftest import CORP
from tests.outreach.test_materials import corp_row_id
from tests.outreach.test_welcome_page import client, page_of

__all__ = ["client"]
MP4 = b"\x00\x00\x00\x18ftypmp42 and so on"
PDF = b"%PDF-1.4 and so on"


def upload(client: FlaskClient, *files: tuple[bytes, str]):
    sent = {"files": [(io.BytesIO(content), name) for content, name in files]}
    return client.post(
        "/materials", data=sent, content_type="multipart/form-data", follow_redirects=True
    )


def rows() -> list[Material]:
    with reading() as session:
        return session.query(Material).order_by(Material.id).all()


def shown_by_default(material_id: int) -> None:
    item = {"msgtype": "image", "material_id": material_id}
    with transaction() as session:
        set_welcome(session, CORP, None, name="默认欢迎语", text="", attachments=[item])


def test_files_are_known_by_their_bytes_and_lent_at_once(client):
    page = page_of(upload(client, (PNG, "海报.png"), (MP4, "介绍.mp4"), (PDF, "价目表.pdf")))
    assert "已上传 3 个素材" in page
    assert [(row.kind, row.name, row.media_id) for row in rows()] == [
        ("image", "海报.png", "M1"),
        ("video", "介绍.mp4", "M1"),
        ("file", "价目表.pdf", "M1"),
    ]


@pytest.mark.parametrize(
    ("kind", "content", "name", "words"),
    [
        ("image", PNG, "大图.png", "图片最大 10 MB（企业微信的限制）"),
        ("video", MP4, "长片.mp4", "视频最大 10 MB（企业微信的限制）"),
        ("file", PDF, "厚书.pdf", "文件最大 20 MB（企业微信的限制）"),
    ],
)
def test_more_than_wecom_takes_is_refused_with_the_limit_named(client, kind, content, name, words):
    most = LARGEST[kind] * MEGABYTE
    assert words in page_of(upload(client, (content.ljust(most + 1, b"0"), name)))
    assert rows() == []
    upload(client, (content.ljust(most, b"0"), name))
    assert [row.size for row in rows()] == [most]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<svg/>    ", "a.png", "内容和名称不符"),
        (PNG, "a.mp4", "内容和名称不符"),
        (b"abc", "a.txt", "是空的"),
    ],
)
def test_what_is_not_what_it_says_is_refused(client, content, name, words):
    assert words in page_of(upload(client, (content, name)))
    assert rows() == []


def test_a_file_is_found_by_name_and_kind(client):
    upload(client, (PNG, "春季海报.png"), (PDF, "春季价目表.pdf"), (MP4, "介绍.mp4"))
    found = page_of(client.get("/materials?words=春季&kind=file"))
    assert "春季价目表.pdf" in found
    assert "春季海报.png" not in found
    assert "没有符合条件的素材" in page_of(client.get("/materials?words=冬季"))
    assert "没有符合条件的素材" in page_of(client.get("/materials?words=%25"))  # no wildcard


def test_a_file_that_is_shown_somewhere_is_not_let_go(client):
    upload(client, (PNG, "海报.png"))
    shown_by_default(1)
    assert "默认欢迎语" in page_of(client.get("/materials/1/about"))
    answer = client.post("/materials/1/delete")
    assert answer.status_code == 422
    assert "还在使用，不能删除：默认欢迎语" in page_of(answer)
    shown_by_default(999)
    assert client.post("/materials/1/delete").status_code == 302
    assert rows() == []


def test_another_name_is_for_us_and_the_file_keeps_its_own(client):
    upload(client, (PDF, "v3-final.pdf"))
    client.post("/materials/1/name", data={"name": "价目表"})
    assert (rows()[0].name, rows()[0].filename) == ("价目表", "v3-final.pdf")
    assert client.post("/materials/1/name", data={"name": " "}).status_code == 422


def replace(client: FlaskClient, content: bytes, name: str):
    return client.post(
        "/materials/1/replace",
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
        follow_redirects=True,
    )


def test_another_file_in_its_place_is_at_wecom_before_it_is_ours(client, wecom):
    upload(client, (PNG, "旧.png"))
    wecom.answers["media/upload"] = {**OK, "media_id": "M2"}
    assert "已替换" in page_of(replace(client, PNG + b"new", "新.png"))
    (row,) = rows()
    assert (row.content, row.media_id, row.filename) == (PNG + b"new", "M2", "新.png")


def test_what_wecom_does_not_take_replaces_nothing(client, wecom):
    upload(client, (PNG, "旧.png"))
    wecom.answers["media/upload"] = {"errcode": 45001, "errmsg": "media file size out of limit"}
    assert "没有替换" in page_of(replace(client, PNG + b"new", "新.png"))
    (row,) = rows()
    assert (row.content, row.media_id) == (PNG, "M1")


def test_a_file_is_replaced_by_its_kind_only(client):
    upload(client, (PNG, "旧.png"))
    assert "只能换成同一种类的文件" in page_of(replace(client, PDF, "a.pdf"))
    assert rows()[0].content == PNG


def test_why_a_file_is_not_ready_is_told_where_it_is_used(client, wecom):
    wecom.answers["media/upload"] = {"errcode": 45001, "errmsg": "media file size out of limit"}
    assert "企业微信没有收下" in page_of(upload(client, (PNG, "海报.png")))
    shown_by_default(1)
    for page in ("/welcomes", "/materials/1/about"):
        assert "文件大小超过限制" in page_of(client.get(page)), page
    wecom.answers["media/upload"] = {**OK, "media_id": "M3"}
    refresh_stale(corp_row_id())
    assert "素材未就绪" not in page_of(client.get("/welcomes"))


def test_nobody_sees_or_changes_another_corps_file(client):
    with transaction() as session:
        keep(session, "wwother00000000001", looked_at("绝密.pdf", PDF))
    assert "绝密" not in page_of(client.get("/materials"))
    for path in ("/materials/1", "/materials/1/about"):
        assert client.get(path).status_code == 404
    for path in ("name", "replace", "lend", "delete"):
        assert client.post(f"/materials/1/{path}", data={"name": "x"}).status_code == 404


def test_a_file_is_handed_out_as_a_file_and_never_as_a_page(client):
    upload(client, (b"<html><script>alert(1)</script>", "a.html"))
    answer = client.get("/materials/1")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")

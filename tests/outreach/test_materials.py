"""Materials: kept once, lent to WeCom, and lent again in good time."""

from datetime import timedelta

import pytest

from app import clock
from app.corps.models import Corp
from app.db import reading, transaction
from app.outreach.library import MAX_IMAGE, keep_image
from app.outreach.materials import claim, refresh_media, refresh_stale
from app.outreach.models import Material
from tests.acquisition.scripted import OK, PNG
from tests.conftest import CORP, MOMENT


def kept(content=PNG, filename="a.png"):
    with transaction() as session:
        return keep_image(session, CORP, filename, content).id


def corp_row_id():
    with reading() as session:
        return session.query(Corp.id).scalar()


def test_the_same_picture_is_kept_once(house):
    assert kept() == kept(filename="b.png")


def test_what_only_calls_itself_a_picture_is_refused(house):
    with pytest.raises(ValueError, match=r"a\.png"):
        kept(b"<svg onload=alert(1)>")


def test_a_picture_beyond_wecoms_limit_is_refused(house):
    with pytest.raises(OverflowError):
        kept(PNG + bytes(MAX_IMAGE))


def test_a_jpg_is_known_by_its_first_bytes(house):
    material_id = kept(b"\xff\xd8\xff\xe0 and so on", "a.png")
    with reading() as session:
        assert session.get_one(Material, material_id).content_type == "image/jpeg"


def test_it_is_lent_once_and_again_between_sixty_and_sixty_eight_hours(wecom):
    wecom.answers["media/upload"] = lambda _body: {**OK, "media_id": f"M{len(wecom.calls)}"}
    kept()
    for hours, uploads in ((0, 1), (59.9, 1), (68, 2)):
        with clock.held_at(MOMENT + timedelta(hours=hours)):
            refresh_stale(corp_row_id())
            refresh_stale(corp_row_id())
        assert len(wecom.bodies("media/upload")) == uploads


def test_files_that_were_lent_together_are_not_lent_again_together(wecom):
    wecom.answers["media/upload"] = lambda _body: {**OK, "media_id": f"M{len(wecom.calls)}"}
    for number in range(20):
        kept(PNG + bytes([number]))
    refresh_stale(corp_row_id())
    with clock.held_at(MOMENT + timedelta(hours=64)):
        refresh_stale(corp_row_id())
    assert 20 < len(wecom.bodies("media/upload")) < 40


def test_two_processes_do_not_lend_one_file_twice(wecom):
    material_id = kept()
    with transaction() as session:
        assert claim(session, material_id) is not None
    refresh_media(material_id)  # another process
    assert wecom.bodies("media/upload") == []


def test_one_file_that_wecom_refuses_keeps_no_other_back(wecom):
    refused = {"errcode": 45001, "errmsg": "media file size out of limit"}
    wecom.answers["media/upload"] = lambda _body: (
        refused if len(wecom.bodies("media/upload")) == 1 else {**OK, "media_id": "M2"}
    )
    first, second = kept(), kept(PNG + b"2")
    refresh_stale(corp_row_id())
    with reading() as session:
        assert session.get_one(Material, first).media_id is None
        assert session.get_one(Material, second).media_id == "M2"


def test_a_failed_loan_keeps_the_old_one(wecom):
    wecom.answers["media/upload"] = {"errcode": 45001, "errmsg": "media file size out of limit"}
    material_id = kept()
    with transaction() as session:
        row = session.get_one(Material, material_id)
        row.media_id, row.uploaded_at = "M0", MOMENT - timedelta(hours=61)
    with pytest.raises(Exception, match="45001"):
        refresh_media(material_id)
    with reading() as session:
        assert session.get_one(Material, material_id).media_id == "M0"

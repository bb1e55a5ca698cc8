"""A file keeps its Chinese name, though headers may not be Chinese."""

import pytest
from werkzeug.wrappers import Response

from app.console.downloads import as_download
from tests.acquisition.conftest import wecom  # noqa: F401  a fixture
from tests.acquisition.ops import ops_client
from tests.acquisition.scripted import Script


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a-1.png", "attachment; filename=\"a-1.png\"; filename*=UTF-8''a-1.png"),
        (
            "展会 8.png",
            "attachment; filename=\"__ 8.png\"; filename*=UTF-8''%E5%B1%95%E4%BC%9A%208.png",
        ),
        ('a"\\\r\nb;c', "attachment; filename=\"a____b_c\"; filename*=UTF-8''a%22%5C%0D%0Ab%3Bc"),
    ],
)
def test_the_true_name_is_told_beside_a_plain_one(name: str, header: str) -> None:
    answer = Response()
    as_download(answer, name)
    assert answer.headers["Content-Disposition"] == header
    header.encode("latin-1")  # as servers send it


def test_the_empty_sheet_for_batches_can_be_sent(wecom: Script) -> None:  # noqa: F811
    told = ops_client(wecom).get("/codes/batches/template.xlsx").headers["Content-Disposition"]
    assert "%E6%89%B9%E9%87%8F%E6%B4%BB%E7%A0%81%E6%A8%A1%E6%9D%BF.xlsx" in told
    told.encode("latin-1")

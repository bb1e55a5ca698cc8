"""A page with every component of the shell on it, for tests and for looking at."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Flask, abort, flash, render_template

from app.clock import now
from app.console.paging import Page
from app.console.shell import register
from app.errors import Unprocessable

pages = Blueprint("contacts", __name__, template_folder="templates")
others = {
    "demo.split": "/demo",
    "insight.overview": "/overview",
    "acquisition.codes": "/codes",
    "tagging.rules": "/rules",
    "sop.sops": "/sops",
    "leads.leads": "/leads",
    "leads.board": "/leads/board",
    "archive.messages": "/messages",
    "insight.work": "/background",
}
MESSAGES = [
    {"from": "notice", "msgtype": "text", "text": "19:05"},
    {
        "from": "staff",
        "msgtype": "text",
        "text": "您好，我是王顾问。\n很高兴认识您，双十一活动资料在这里：",
    },
    {"from": "staff", "msgtype": "image", "title": "活动海报"},
    {
        "from": "staff",
        "msgtype": "link",
        "title": "双十一活动价目表",
        "text": "限时三天，满三百减五十",
        "url": "shop.example",
    },
    {"from": "customer", "msgtype": "text", "text": "多少钱？<b>可以便宜一点吗</b>"},
]


def sample_app(*, with_pages: bool = True) -> Flask:
    """A small app that wears the shell."""
    app = Flask("sample", static_folder=None)
    app.secret_key = "a key for tests"
    app.config["TESTING"] = False
    register(app)
    if with_pages:
        app.register_blueprint(pages)
        for endpoint, path in others.items():
            app.add_url_rule(path, endpoint, lambda: render_template("sample.html", **words()))
    return app


def words() -> dict[str, object]:
    at = now()
    return {
        "messages": MESSAGES,
        "page": Page(rows=[], number=2, size=20, total=87),
        "moments": [at - timedelta(minutes=3), at - timedelta(hours=5), at - timedelta(days=3)],
        "at": datetime(2026, 3, 1, 4, 5, tzinfo=UTC),
    }


@pages.get("/customers")
def customers() -> str:
    flash("标签已保存，正在同步到企业微信。", "good")
    return render_template("sample.html", **words())


@pages.get("/customers/rows")
def rows() -> str:
    return render_template("rows.html")


@pages.get("/customers/<external_userid>")
def customer(external_userid: str) -> str:
    return external_userid


@pages.post("/customers/save")
def save() -> str:
    return "saved"


@pages.get("/customers/broken/<kind>")
def broken(kind: str) -> str:
    if kind == "refused":
        raise Unprocessable("欢迎语最多 4000 字节")
    if kind == "bug":
        raise ZeroDivisionError
    abort(int(kind))

"""Every error as a page that a person can use, or as JSON where a program asked."""

from flask import Flask, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from app.console.said import said
from app.errors import Unprocessable

PROGRAM_PATHS = ("/api/", "/callbacks/", "/healthz", "/readyz")

# What happened, and what to do now.
WORDS = {
    400: (_l("这个请求没有看懂"), _l("页面可能放得太久了。请返回上一页，刷新后再试一次。")),
    401: (_l("需要重新登录"), _l("填写的内容都还在。请先复制下来，再用新的登录链接进入。")),
    403: (_l("您没有权限查看"), _l("如果工作需要，请联系管理员调整您的角色。")),
    404: (_l("没有找到这个页面"), _l("链接可能已失效，或者内容已被删除。")),
    405: (_l("这个操作不能这样进行"), _l("请从页面上的按钮操作。")),
    413: (_l("内容太大了"), _l("请缩小文件后再上传。")),
    422: (_l("内容需要修改"), _l("请按提示修改后再提交。")),
    429: (_l("操作太频繁了"), _l("请稍等片刻再试。")),
    500: (_l("系统出了点问题"), _l("错误已经记录。请稍后再试；如果一直出现，请联系管理员。")),
    503: (_l("暂时无法服务"), _l("系统正在恢复，请稍后再试。")),
}


def show_errors(app: Flask) -> None:
    """Answer every error of this app in words."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Unprocessable, show_refusal)


def show_refusal(error: Unprocessable) -> ResponseReturnValue:
    """Our own refusals bring their words with them."""
    return answer(422, str(WORDS[422][0]), said(error.args[0]))


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Errors of HTTP, among them the 500 that Flask makes of a bug (it logs the traceback)."""
    status = error.code or InternalServerError.code
    if error.response is not None or status < 400:
        return error.get_response()
    told = make_response(answer(status, *words_of(status)))
    if isinstance(error, MethodNotAllowed):
        told.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))  # RFC 9110 asks for it
    return told


def words_of(status: int) -> tuple[str, str]:
    """What happened, and what to do now."""
    title, advice = WORDS.get(status, WORDS[400 if status < 500 else 500])
    return str(title), str(advice)


def answer(status: int, title: str, advice: str) -> ResponseReturnValue:
    """The error in the shape that the asker can use: JSON, a toast for htmx, or a page."""
    if request.path.startswith(PROGRAM_PATHS):
        return jsonify(error={"code": status, "title": title, "message": advice}), status
    if request.headers.get("HX-Request"):
        return toast(status, title, advice)
    page = render_template("console/error.html", status=status, title=title, advice=advice)
    return page, status


def toast(status: int, *told: str) -> ResponseReturnValue:
    """The error for htmx, in a corner of the page: nothing of the page is replaced by it.

    `told` is what happened and what to do now; without it the words of the status.
    """
    title, advice = told or words_of(status)
    text = _("%(title)s：%(advice)s", title=title, advice=advice)
    response = make_response(render_template("console/error_toast.html", text=text), status)
    where = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend", "HX-Reselect": "[data-toast]"}
    response.headers.update(where)
    return response

"""Files that are handed out to be kept: their names may be Chinese, headers may not."""

from urllib.parse import quote

from werkzeug.wrappers import Response


def as_download(answer: Response, filename: str) -> None:
    """Have the file be kept under this name (RFC 6266: a plain name first, then the true one)."""
    plain = "".join(
        sign if " " <= sign <= "~" and sign not in '"\\%;' else "_" for sign in filename
    )
    true = quote(filename, safe="")
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{true}"
    )

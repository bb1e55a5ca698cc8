"""Reading a request's JSON: an object of text that can be written down again, or nothing."""

import json

from flask import request

from bots.simulator.models import Json


def read_object() -> Json | None:
    """The body as an object ({} when there is no body); None for anything else.

    A lone half of a surrogate pair is JSON but no text: it could never be answered or archived.
    """
    if not request.get_data():
        return {}
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        return None
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return None
    return body

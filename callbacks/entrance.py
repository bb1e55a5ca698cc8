"""The web under granian: callbacks on its event loop, and all else in threads, as WSGI has it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from app import metrics
from app.children import die_with_parent
from app.config import settings
from app.errors import CallbackRejected
from callbacks import envelope
from callbacks.door import PREFIX, Wsgi, admitted, opened, proven
from callbacks.ledger import Away
from callbacks.letter import Letter
from callbacks.office import NOT_KEPT, NotKept, Office, office
from callbacks.pages import LARGEST_PAGE, answer_page, read
from callbacks.replies import NOTHING, is_question, reply_to

HEAD = [("content-type", "text/plain; charset=utf-8")]


class Entrance:
    """An RSGI application: `house` is the WSGI application of the pages.

    Each kind of work that may have to wait has threads of its own: a page that hangs in the
    database must not keep a callback from the disk.
    """

    def __init__(self, house: Wsgi, behind: Callable[[], Office] = office) -> None:
        self._house = house
        self._behind = behind
        self._pages = ThreadPoolExecutor(settings().web_threads, "page")
        self._asks = ThreadPoolExecutor(4, "ask")
        self._writes = ThreadPoolExecutor(8, "spool")

    def __rsgi_init__(self, _loop: asyncio.AbstractEventLoop) -> None:
        """The worker starts: whatever waits in the spool is brought in."""
        die_with_parent()  # else a worker whose parent was killed would hold the port for ever
        self._behind()

    def __rsgi_del__(self, _loop: asyncio.AbstractEventLoop) -> None:
        """The worker ends; granian has let every request finish."""
        self._behind().close()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer one request."""
        if not scope.path.startswith(PREFIX):
            body = await read(scope, proto, LARGEST_PAGE)
            work = partial(answer_page, self._house, scope, body)
            status, head, page = await self._in(self._pages, work)
            return proto.response_bytes(status, head, page)  # type: ignore[no-any-return]
        try:
            status, text = 200, await self._answer(scope, proto)
        except CallbackRejected as error:
            status, text = error.status, str(error)
        except NotKept:
            status, text = 503, NOT_KEPT
        metrics.callback(metrics.OUTCOMES.get(status, "refused"))
        return proto.response_str(status, HEAD, text)  # type: ignore[no-any-return]

    async def _answer(self, scope: Any, proto: Any) -> str:
        corp_id, agentid = admitted(scope.method, scope.path, scope.headers.get("content-length"))
        behind = self._behind()
        keys = behind.keyring.held(corp_id, agentid) or await self._in(
            self._asks, partial(behind.keyring.keys, corp_id, agentid)
        )
        if scope.method == "GET":
            return proven(scope.query_string, keys)
        body = await read(scope, proto, envelope.LARGEST)
        if body is None:
            raise CallbackRejected(413, "the body is too long")
        letter = Letter(corp_id, agentid, scope.query_string, body)
        entry, told = opened(letter, keys)
        try:
            error = await behind.ledger.keep_soon(entry)
        except Away as away:
            error = away
        if error:
            await self._in(self._writes, partial(behind.spool_it, letter, error))
        elif is_question(told):
            answer = partial(reply_to, told, keys, entry.created_at)
            return str(await self._in(self._asks, answer))
        return NOTHING

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(pool, work)

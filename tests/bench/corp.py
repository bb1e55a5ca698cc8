"""The corp that the sealed events are for."""

from sqlalchemy import select

from app.corps.models import Corp, CorpApp
from app.db import transaction
from tests.callbacks.sealing import AES_KEY, TOKEN
from tests.conftest import AGENTID, CORP


def enter_corp() -> None:
    """Enter it, once."""
    with transaction() as session:
        if session.scalar(select(Corp.id).where(Corp.corp_id == CORP)):
            return
        session.add(Corp(corp_id=CORP, name="测试公司"))
        session.add(
            CorpApp(
                corp_id=CORP,
                agentid=AGENTID,
                name="联客",
                secret="s" * 43,
                token=TOKEN,
                encoding_aes_key=AES_KEY,
            )
        )

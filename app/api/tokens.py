"""Making, finding and revoking the tokens of programs."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.api.models import ApiToken
from app.clock import now

PREFIX = "lk_"  # so that a token is known for one wherever it turns up
SEEN_EVERY = timedelta(minutes=1)


def hash_of(token: str) -> str:
    """What the table keeps of a token, so that a leaked table opens nothing."""
    return sha256(token.encode()).hexdigest()


def make_token(
    session: Session, corp_id: str, name: str, secret: str, *, may_write: bool, made_by: str
) -> str:
    """The token, told this once; `secret` is what cannot be guessed in it."""
    token = PREFIX + secret
    session.add(
        ApiToken(
            corp_id=corp_id,
            name=name,
            token_hash=hash_of(token),
            ending=token[-4:],
            may_write=may_write,
            made_by=made_by,
        )
    )
    return token


def find_token(session: Session, token: str) -> ApiToken | None:
    """The row of a token that is still good."""
    return session.scalars(
        select(ApiToken).where(ApiToken.token_hash == hash_of(token), ApiToken.revoked_at.is_(None))
    ).one_or_none()


def is_seen_lately(row: ApiToken) -> bool:
    """Whether its last use is written down closely enough."""
    return row.last_used_at is not None and now() - row.last_used_at < SEEN_EVERY


def see(session: Session, token_id: int) -> None:
    """Write down that a token was used."""
    session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now()))


def tokens(session: Session, corp_id: str) -> list[ApiToken]:
    """Every token of a corp, the newest first, the revoked ones last."""
    rows = select(ApiToken).where(ApiToken.corp_id == corp_id)
    order = (ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
    return list(session.scalars(rows.order_by(*order)))


def revoke(session: Session, corp_id: str, token_id: int) -> bool:
    """Close the way in of one program, from its next request on. False when it is closed already."""
    closed = session.scalars(
        update(ApiToken)
        .where(ApiToken.corp_id == corp_id, ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now())
        .returning(ApiToken.id)
    )
    return closed.one_or_none() is not None

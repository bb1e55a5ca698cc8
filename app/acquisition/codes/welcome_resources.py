"""The whole welcome of a live code for programs: with its files, mini-programs and windows."""

from flask import Response

from app.acquisition.codes.resources import found, is_over
from app.api.shell import N_, ById, resources
from app.db import reading
from app.outreach.bodies import WholeWelcomeBody, WholeWelcomeTold
from app.outreach.resources import answer, keep_welcome

code_welcomes = resources("code_welcomes", __name__, N_("活码的欢迎语"))


@code_welcomes.get(
    "/codes/<int:id>/welcome", summary=N_("活码的欢迎语"), responses={"200": WholeWelcomeTold}
)
def of_code(path: ById) -> Response:
    """A code's own welcome; an empty one lets the member's or the default one speak."""
    with reading() as session:
        state = found(session, path.id).channel.state
    return answer(state, None)


@code_welcomes.put(
    "/codes/<int:id>/welcome", summary=N_("修改活码的欢迎语"), responses={"200": WholeWelcomeTold}
)
def change_of_code(path: ById, body: WholeWelcomeBody) -> Response:
    """Let those be welcomed so who come through this code."""
    with reading() as session:
        way = found(session, path.id)
    if refused := is_over(way):
        return refused
    return keep_welcome(body, name=way.channel.name, state=way.channel.state)

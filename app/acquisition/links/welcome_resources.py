"""The whole welcome of an acquisition link for programs: with files, mini-programs and windows."""

from flask import Response

from app.acquisition.links.resources import found, is_over
from app.api.shell import N_, ById, resources
from app.db import reading
from app.outreach.bodies import WholeWelcomeBody, WholeWelcomeTold
from app.outreach.resources import answer, keep_welcome

link_welcomes = resources("link_welcomes", __name__, N_("获客链接的欢迎语"))


@link_welcomes.get(
    "/links/<int:id>/welcome", summary=N_("获客链接的欢迎语"), responses={"200": WholeWelcomeTold}
)
def of_link(path: ById) -> Response:
    """A link's own welcome; an empty one lets the member's or the default one speak."""
    with reading() as session:
        state = found(session, path.id).form_key
    return answer(state, None)


@link_welcomes.put(
    "/links/<int:id>/welcome",
    summary=N_("修改获客链接的欢迎语"),
    responses={"200": WholeWelcomeTold},
)
def change_of_link(path: ById, body: WholeWelcomeBody) -> Response:
    """Let those be welcomed so who come by this link, wherever it hangs."""
    with reading() as session:
        link = found(session, path.id)
    if refused := is_over(link):
        return refused
    names = {one.channel.state: one.channel.name for one in link.placements[1:]}
    return keep_welcome(body, name=link.name, state=link.form_key, more=names)

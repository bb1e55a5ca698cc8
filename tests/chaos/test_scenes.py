"""Nothing that we do stays out of the crash points."""

from app.sop.steps.table import KINDS
from jobs.reactions import REACTIONS
from tests.chaos.scene_table import SCENES

PLAYED = {name for scene in SCENES.values() for name in (scene.name, *scene.covers)}


def test_every_event_with_reactions_is_a_scene() -> None:
    reacted = {event.__name__ for event, reactions in REACTIONS.items() if reactions}
    assert reacted <= PLAYED, (
        "write a scene into tests/chaos/scene_table.py, or say which covers it"
    )


def test_every_kind_of_sop_step_is_a_scene() -> None:
    wanted = {f"SOP {kind.replace('_', ' ')}" for kind in KINDS}
    assert wanted <= PLAYED, "put a step of this kind into the demo's SOP, and write its scene"

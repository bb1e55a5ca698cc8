"""change_contact as callbacks set up since August 2022 get it: hardly more than ids."""

from bots.simulator.departments import Department
from bots.simulator.models import Json, Staff
from bots.simulator.world import World


def member_event(change: str, staff: Staff, **more: str) -> Json:
    """create_user, update_user (NewUserID when the userid itself changed) or delete_user."""
    told = {"UserID": staff.userid, **more}
    if change != "delete_user":
        told["Department"] = ",".join(map(str, staff.departments))
    return {"Event": "change_contact", "ChangeType": change, **told}


def department_event(change: str, department: Department) -> Json:
    """create_party, update_party or delete_party."""
    told: Json = {"Id": department.id}
    if change != "delete_party":
        told["ParentId"] = department.parentid
    return {"Event": "change_contact", "ChangeType": change, **told}


def tell(world: World, event: Json, *, by_api: bool) -> None:
    """The console's changes call back; those of the API only where `--echo` says so."""
    if world.echo or not by_api:
        world.courier.send(event)

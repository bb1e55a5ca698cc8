"""Facts about what members of staff do in our app: enter it, tap its menu and cards (page 90240)."""

from dataclasses import dataclass

from app.events.base import AppEvent


@dataclass(frozen=True, kw_only=True)
class AppSubscribed(AppEvent):
    """A member came into the app's visible range: subscribe."""


@dataclass(frozen=True, kw_only=True)
class AppUnsubscribed(AppEvent):
    """A member left the app's visible range: unsubscribe."""


@dataclass(frozen=True, kw_only=True)
class AppEntered(AppEvent):
    """A member opened the app: enter_agent."""


@dataclass(frozen=True, kw_only=True)
class MenuClicked(AppEvent):
    """A member tapped a menu item that answers: click."""

    event_key: str


@dataclass(frozen=True, kw_only=True)
class MenuViewed(AppEvent):
    """A member tapped a menu item that opens a page: view, view_miniprogram.

    `event_key` is its address.
    """

    event_key: str


@dataclass(frozen=True, kw_only=True)
class LocationReported(AppEvent):
    """A member's client told where it is: LOCATION."""

    latitude: float
    longitude: float
    precision: float = 0.0  # metres


@dataclass(frozen=True, kw_only=True)
class CodeScanned(AppEvent):
    """A member scanned a code from the menu: scancode_push, scancode_waitmsg."""

    event_key: str
    scan_type: str = ""
    scan_result: str = ""


@dataclass(frozen=True, kw_only=True)
class PictureTaken(AppEvent):
    """A member chose pictures from the menu: pic_sysphoto, pic_photo_or_album, pic_weixin."""

    event_key: str


@dataclass(frozen=True, kw_only=True)
class PlaceChosen(AppEvent):
    """A member chose a place from the menu: location_select."""

    event_key: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class CardAnswered(AppEvent):
    """A member tapped a template card: template_card_event.

    `response_code` changes the card once, within 24 hours. `selected` holds each question's key
    with the ids of what was chosen.
    """

    event_key: str
    task_id: str = ""
    card_type: str = ""
    response_code: str = ""
    selected: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CardMenuTapped(CardAnswered):
    """A member tapped the menu in a template card's corner: template_card_menu_event."""


@dataclass(frozen=True, kw_only=True)
class TaskCardTapped(AppEvent):
    """A member tapped a task card, the elder kind: taskcard_click."""

    event_key: str
    task_id: str = ""

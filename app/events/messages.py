"""Facts about what members of staff write to our app (official page 90239)."""

from dataclasses import dataclass

from app.events.base import AppEvent


@dataclass(frozen=True, kw_only=True)
class AppMessage(AppEvent):
    """What every message has: its `msg_id`, by which a repeat is known."""

    msg_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TextReceived(AppMessage):
    """A member wrote: text."""

    content: str


@dataclass(frozen=True, kw_only=True)
class ImageReceived(AppMessage):
    """A member sent a picture: image. The media_id is good for three days."""

    media_id: str
    pic_url: str = ""


@dataclass(frozen=True, kw_only=True)
class VoiceReceived(AppMessage):
    """A member spoke: voice."""

    media_id: str
    format: str = ""


@dataclass(frozen=True, kw_only=True)
class VideoReceived(AppMessage):
    """A member sent a film: video."""

    media_id: str
    thumb_media_id: str = ""


@dataclass(frozen=True, kw_only=True)
class LocationReceived(AppMessage):
    """A member sent a place: location. `location_x` is the latitude."""

    location_x: float
    location_y: float
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class LinkReceived(AppMessage):
    """A member sent a link: link."""

    url: str
    title: str = ""
    description: str = ""

"""A page stands at the webview's own port: its true address goes out, the webview's comes in. Pure."""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit

BRIDGE = "/_wecom/bridge.js"
HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
FRAMED = re.compile(r"frame-ancestors[^;]*")


def origin_of(address: str) -> str:
    parted = urlsplit(address)
    return f"{parted.scheme}://{parted.netloc}"


@dataclass(frozen=True)
class Translation:
    """`true` is where the page really is, `here` where the webview shows it."""

    true: str
    here: str

    def outward(self, text: str) -> str:
        return _replaced(text, self.here, self.true)

    def inward(self, text: str) -> str:
        return _replaced(text, self.true, self.here)

    def page(self, html: str, client: str, user_agent: str) -> str:
        """The page with WeixinJSBridge before its first script, as the real client puts it there."""
        told = {"client": client, "page": self.true, "agent": user_agent}
        marks = "".join(f' data-{name}="{escape(word)}"' for name, word in told.items())
        bridge = f'<script src="{BRIDGE}"{marks}></script>'
        return HEAD.sub(lambda head: head[0] + bridge, self.inward(html), count=1)

    def policy(self, policy: str, client: str) -> str:
        """A webview is no frame: what forbids framing does not concern it, all else does."""
        return FRAMED.sub(f"frame-ancestors {client}", self.inward(policy))


def _replaced(text: str, old: str, new: str) -> str:
    """As it is, as a query carries it, and as JSON may write it."""
    for spelt in (str, lambda one: quote(one, safe=""), lambda one: one.replace("/", "\\/")):
        text = text.replace(spelt(old), spelt(new))
    return text

"""What we ask about WeCom itself: its addresses, and tickets for pages inside it."""

from dataclasses import dataclass

from bots.speech import Question


@dataclass(frozen=True)
class GetCallbackIp(Question):
    """Addresses from which callbacks come: CIDR, or with a * in older answers. Page 90930."""

    method = "GET"
    path = "getcallbackip"
    page = 90930
    bare = True  # the published sample has no errcode


@dataclass(frozen=True)
class GetApiDomainIp(Question):
    """企业微信接口IP段, for a firewall that lets us out. Page 92520."""

    method = "GET"
    path = "get_api_domain_ip"
    page = 92520


@dataclass(frozen=True)
class GetJsapiTicket(Question):
    """企业的jsapi_ticket: 7200 seconds, to be kept; 400 an hour. Page 90506."""

    method = "GET"
    path = "get_jsapi_ticket"
    page = 90506


@dataclass(frozen=True)
class GetAgentTicket(Question):
    """应用的jsapi_ticket: type is agent_config; 100 an hour. Page 90506."""

    method = "GET"
    path = "ticket/get"
    page = 90506

    type: str

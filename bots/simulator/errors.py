"""How the simulated WeCom says no: errcodes with words, and mistakes of whoever drives it."""

WORDS = {
    -1: "system busy",
    10000: "invalid argument of GetChatData",
    40001: "invalid credential",
    40003: "invalid userid",
    40004: "invalid media type",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40031: "invalid userid list",
    40037: "invalid template id",
    40056: "invalid agentid",
    40058: "invalid request parameter",
    40063: "some parameters are empty",
    40068: "invalid tagid",
    40071: "invalid tag name",
    40088: "jobid not found",
    40096: "invalid external userid",
    41001: "access_token missing",
    41009: "missing userid",
    41011: "missing agentid",
    41035: "missing external userid",
    41037: "missing contact way type",
    41038: "missing contact way scene",
    41039: "invalid contact way type",
    41040: "invalid contact way scene",
    41041: "too many members in contact way",
    41043: "missing contact way config_id",
    41044: "invalid contact way config_id",
    41046: "missing group message id",
    41047: "invalid group message id",
    41048: "no customer to send to",
    41049: "missing welcome code",
    41050: "invalid welcome code",
    41051: "welcome already delivered or chat has started",
    41053: "customer has not agreed to the archive",
    41054: "member is not active",
    41055: "too many group welcomes",
    41058: "only the app that made this group welcome may change it",
    41059: "missing moment_id",
    41060: "invalid moment_id",
    41061: "this member has no part in the moment",
    41062: "this member has not published the moment",
    41064: "too many attachments",
    41065: "invalid attachment type",
    41067: "moment_id of the wrong kind",
    41068: "too many intercept words",
    41069: "too many intercept rules",
    41070: "invalid intercept rule id",
    41071: "the intercept rule is deleted",
    41074: "the product is deleted",
    41075: "invalid product id",
    41076: "the range of an intercept rule is too large",
    41077: "the name of an intercept rule is taken",
    41083: "invalid intercept word",
    41084: "invalid intercept semantics",
    41085: "invalid product number",
    41086: "invalid price",
    41087: "invalid product description",
    41088: "attachments are empty",
    41089: "a moment needs text or attachments",
    41091: "a join way leads to at most 5 groups",
    41093: "group message task is cancelled",
    41094: "reminded too often",
    41096: "another app is sending this welcome",
    42001: "access_token expired",
    44001: "empty media file",
    44004: "empty content",
    45001: "media file too large",
    45002: "content size out of limit",
    45009: "api freq out of limit",
    48002: "api forbidden",
    48005: "api withdrawn",
    48009: "the address book may not be read with this secret",
    49008: "the group is dismissed",
    50003: "app is disabled",
    60011: "no right to see this member, department or tag",
    60020: "calls from this address are not allowed",
    60111: "userid not found",
    60123: "invalid party id",
    81013: "all of touser, toparty and totag are invalid",
    81017: "too many at once",
    84061: "not external contact of this member",
    84074: "member may not have customers",
    90501: "not a customer group",
    90509: "not a customer group of this corp",
    301002: "no permission for this agent",
    301060: "too many pairs, at most 100",
    301061: "userid or exteranalopenid not found",
}


class RefusalError(Exception):
    """An errcode that the API answers with."""

    def __init__(self, errcode: int, more: str = "", **fields: object) -> None:
        self.errcode = errcode
        self.errmsg = ": ".join(part for part in (WORDS.get(errcode), more) if part)
        self.fields = fields
        super().__init__(self.errmsg)


class MistakeError(Exception):
    """What the driver of the simulator asked for cannot be; answered as a 4xx with a reason."""

    def __init__(self, why: str, status: int = 400) -> None:
        self.why, self.status = why, status
        super().__init__(why)

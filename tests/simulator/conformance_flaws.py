"""TABLES of the sweep: where samples and simulator may differ, each row with its reason."""

# A request may be of the right shape and yet be refused: path → errcode → what stands in its way.
EXCUSED: dict[str, dict[int, str]] = {
    "externalcontact/close_temp_chat": {84061: "the two have no temporary talk"},
    "user/get_userid_by_email": {46004: "nobody has the address"},
    "user/getuserid": {46004: "nobody has the number"},
    "media/upload_by_url": {830001: "the simulator fetches from this machine only"},
    "menu/create": {40016: "the sample shows every kind of button, more than a menu may have"},
    "message/send": {
        40008: "taskcard, the elder kind of card, is not simulated",
        42044: "the card of one SDK's test lacks the picture that it must have",
        45008: "an article made elsewhere (mpnews by media_id) is not simulated",
    },
}

# Files that are called requests and are none.
NOT_REQUESTS: dict[str, str] = {
    "api/externalcontact.get.request.gowecom.json": "is a response",
    "api/department.delete.request.gowecom.json": "is a response",
}

# Responses that are not what the API answers today.
NOT_OURS: dict[str, str] = {
    "api/WxCpGroupMsgResultTest.errcode.errmsg.detail_list.json": "withdrawn since 2020-11-17",
    "api/externalcontact.get_group_msg_result.response.wechatpy.json": "withdrawn since 2020-11-17",
    "api/media.get.response.gowecom.json": "the answer is the file, JSON comes only with a refusal",
    "api/externalcontact.get.response.wechatpy.json": "older than remark_corp_name: remark_company",
}

# (path, place) → why our answers may lack it. `*` in a place stands for anything.
OPTIONAL: dict[tuple[str, str], str] = {
    ("department/list", "department.*.department_leader.*"): "nobody leads a department of ours",
    ("externalcontact/get*", "*external_profile*"): "only members of other corps (wo…) have one",
    ("externalcontact/batch/get_by_user", "*external_profile*"): "only members of other corps",
    ("externalcontact/*", "*.corp_name"): "only members of other corps",
    ("externalcontact/*", "*.corp_full_name"): "only members of other corps",
    ("externalcontact/*", "*external_contact.position"): "only members of other corps",
    ("externalcontact/*", "*.wechat_channels"): "only with customers that came from 视频号",
    ("externalcontact/get", "external_contact.foreign_key"): "学校 (教育行业) only",
    ("externalcontact/get", "external_contact.is_subscribe"): "学校 (教育行业) only",
    ("externalcontact/get", "external_contact.subscriber_info"): "学校 (教育行业) only",
    ("externalcontact/get", "next_cursor"): "only beyond 500 followers",
    ("externalcontact/get_contact_way", "contact_way.is_temp"): "temporary codes: 医疗行业 only",
    ("externalcontact/get_contact_way", "contact_way.*expires_in"): "temporary codes only",
    ("externalcontact/get_contact_way", "contact_way.unionid"): "temporary codes only",
    ("externalcontact/get_contact_way", "contact_way.mark_source"): "营销获客 apps only",
    ("externalcontact/add_msg_template", "fail_list.*"): "every customer named can be sent to",
    ("externalcontact/get_groupmsg_list_v2", "*.image.pic_url"): "pictures by media_id have none",
    ("externalcontact/get_groupmsg_send_result", "send_list.*.chat_id"): "group sends only",
    ("externalcontact/contact_list", "info_list.*.*name"): "only people in groups who are nobody's",
    ("idconvert/*", "result.*"): "only of people who are nobody's customer yet",
    ("*strategy/*", "next_cursor"): "not there on the last page",
    ("externalcontact/get_intercept_rule", "rule.rule_id"): "a number here, a word in all others",
    ("externalcontact/get_moment_list", "*.location"): "nobody of ours tells where he is",
    ("externalcontact/get_moment_list", "*.thumb_media_id"): "the simulator looks into no film",
    ("externalcontact/get_moment_task_result", "*invalid_*"): "everybody named is there",
    ("agent/get", "allow_userinfos.*"): "the app sees everybody by department",
    ("agent/get", "allow_tags.*"): "the app sees everybody by department",
    ("department/get", "department.department_leader.*"): "nobody leads a department of ours",
    ("user/convert_to_openid", "appid"): "only for payments under an agentid, which is gone",
    ("user/getuserinfo", "parents"): "学校 (教育行业) only",
    ("menu/get", "*.sub_button.*.sub_button"): "an empty list inside the innermost button",
    ("media/upload_by_url", ""): "the simulator fetches from this machine only",
    ("user/*", "*mobile"): "not for apps made since 2022-06-20 (page 96255)",
    ("user/*", "*email"): "not for apps made since 2022-06-20",
    ("user/*", "*gender"): "not for apps made since 2022-06-20",
    ("user/*", "*avatar"): "not for apps made since 2022-06-20",
    ("user/*", "*qr_code"): "not for apps made since 2022-06-20",
    ("user/*", "*address"): "not for apps made since 2022-06-20",
    ("user/*", "*english_name"): "the older word for alias",
    ("user/*", "*open_userid"): "third-party apps only",
    ("user/*", "*direct_leader.*"): "nobody of ours has one",
    ("user/*", "*extattr*"): "nobody of ours has one",
    ("user/*", "*external_profile*"): "nobody of ours has one",
}

# The beginning of a path that is not simulated, or of a file that names no path → why not.
OUT_OF_SCOPE: dict[str, str] = {
    "agent/": "how an app is set up belongs to the administrator",
    "api/BaseWxCpTpServiceImplTest.": "third-party apps and their suites",
    "api/WxCpLivingTest.": "live broadcasts are no part of an SCRM",
    "api/WxCpTpLicenseServiceImplTest.": "licences of third-party apps",
    "api/WxCpUserGsonAdapterTest.order": "a piece of a member, in no API's form",
    "auth/get_tfa_info": "logging in twice (二次验证)",
    "batch": "imports of the address book",
    "chatdata/": "数据与智能专区, which runs inside WeCom",
    "corp/": "approvals and tickets of other products",
    "corp_": "approvals of other products",
    "corpgroup/": "上下游, chains of corps",
    "dial/": "公费电话",
    "export": "exports of the address book",
    "externalcontact/batch_to_external_userid": "家校沟通",
    "externalcontact/customer_acquisition_app/": "third-party apps",
    "externalcontact/get_new_external_userid": "third-party apps that change hands",
    "externalcontact/get_subscribe": "家校沟通",
    "externalcontact/groupchat/get_new_external_userid": "third-party apps that change hands",
    "externalcontact/message/send": "家校沟通",
    "externalcontact/set_subscribe": "家校沟通",
    "externalcontact/to_service_external_userid": "third-party apps",
    "externalpay/": "对外收款",
    "get_launch_code": "opening a chat from another program",
    "idconvert/": "third-party apps that change hands",
    "kf/kf.knowledge": "the knowledge base of 微信客服",
    "kf/knowledge/": "the knowledge base of 微信客服",
    "living/": "live broadcasts are no part of an SCRM",
    "message/update_taskcard": "the elder kind of card",
    "service": "third-party apps and their providers",
    "user/check_member_auth": "third-party apps",
    "user/get_active_stat": "how many use WeCom at all",
    "user/list_member_auth": "third-party apps",
    "user/list_selected_ticket_user": "third-party apps",
    "user/tfa_succ": "logging in twice (二次验证)",
}

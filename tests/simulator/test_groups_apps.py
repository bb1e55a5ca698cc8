"""Join ways and welcomes belong to the app that made them."""

WAY, WELCOME = "externalcontact/groupchat", "externalcontact/group_welcome_template"


def test_another_app_neither_knows_a_way_nor_changes_a_welcome(sim):
    chat_id = sim.order("groups/create", owner="lina", name="一群")["chat_id"]
    config_id = sim.say(f"{WAY}/add_join_way", scene=2, chat_id_list=[chat_id])["config_id"]
    template_id = sim.say(f"{WELCOME}/add", text={"content": "你好"})["template_id"]
    rival = next(app for app in sim.see("apps")["apps"] if app["agentid"] == 1000003)
    sim.log_in(rival["secret"])
    assert sim.say(f"{WAY}/get_join_way", config_id=config_id)["errcode"] == 41044
    told = sim.say(f"{WELCOME}/edit", template_id=template_id, text={"content": "嗨"})
    assert told["errcode"] == 41058
    assert sim.say(f"{WELCOME}/del", template_id=template_id)["errcode"] == 41058
    assert sim.say(f"{WELCOME}/get", template_id=template_id)["text"] == {"content": "你好"}

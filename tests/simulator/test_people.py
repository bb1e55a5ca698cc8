"""What people do: scan, talk, edit, delete; and what that calls back."""

from tests.simulator.rig import Sim


def test_members_of_a_code_take_turns(sim):
    code = sim.code()
    assert [sim.scan(code, f"guest-{n}")["userid"] for n in range(4)] == [
        "lina",
        "zhaolei",
        "lina",
        "zhaolei",
    ]


def test_who_is_a_friend_already_changes_nothing(sim, receiver):
    code = sim.code(type=1, user=["lina"])
    first = sim.scan(code, "an")
    again = sim.scan(code, "an")
    sim.settle()
    assert again["already"] is True
    assert again["external_userid"] == first["external_userid"]
    assert receiver.changes() == ["add_external_contact"]


def test_an_exclusive_code_leads_back_to_the_same_member(sim):
    code = sim.code(is_exclusive=True)
    sim.scan(code, "someone else")
    assert sim.scan(code, "an")["userid"] == "zhaolei"
    assert sim.scan(code, "an")["userid"] == "zhaolei"


def test_without_skip_verify_staff_accepts_a_little_later(sim, receiver):
    code = sim.code(skip_verify=False)
    told = sim.scan(code, "an", userid="lina")
    sim.scan(code, "an", userid="lina")
    sim.settle()
    assert (told["pending"], receiver.events) == (True, [])
    sim.pass_time(10)
    assert receiver.changes() == ["add_external_contact"]


def test_words_stand_on_the_customers_phone(sim):
    sim.scan(sim.code(), "an", userid="lina")
    sim.order("people/say", customer="an", text="多少钱？")
    sim.order("staff/say", customer="an", userid="lina", text="您好，我发您报价")
    (chat,) = sim.see("phone/an")["chats"]
    assert (chat["staff_name"], chat["friend"]) == ("李娜", True)
    assert [(m["from"], m["kind"], m["text"]) for m in chat["messages"]] == [
        ("customer", "chat", "多少钱？"),
        ("staff", "chat", "您好，我发您报价"),
    ]


def test_a_customer_writes_to_whom_he_added_last(sim):
    sim.scan(sim.code(), "an", userid="lina")
    sim.scan(sim.code(), "an", userid="zhaolei")
    assert sim.order("people/say", customer="an", text="你好")["userid"] == "zhaolei"
    assert sim.order("people/say", customer="an", userid="lina", text="你好")["userid"] == "lina"


def test_orders_that_cannot_be_say_why(sim):
    url = f"{sim.base}/sim/people/say"
    unknown = sim.http.post(url, json={"customer": "nobody", "text": "x"})
    assert (unknown.status_code, unknown.json()["ok"]) == (404, False)
    sim.scan(sim.code(), "an", userid="lina")
    assert "text" in sim.order("people/say", customer="an")["why"]
    sim.order("people/delete", customer="an")
    gone = sim.http.post(url, json={"customer": "an", "text": "x"})
    assert gone.status_code == 409
    assert sim.http.post(f"{sim.base}/sim/nonsense").status_code == 404
    assert sim.http.get(f"{sim.base}/sim/nonsense").status_code == 404
    assert sim.http.post(url, data="[]").json()["why"] == "the body must be a JSON object"


def test_a_face_can_be_fetched(sim):
    sim.scan(sim.code(), "an")
    (customer,) = sim.see("customers")["customers"]
    assert customer["friends"] == ["lina"]
    picture = sim.http.get(customer["avatar"])
    assert customer["name"][0] in picture.text
    assert sim.http.get(f"{sim.base}/avatar/wmNobody.svg").status_code == 404


def test_ids_and_names_depend_on_seed_and_key_and_not_on_who_came_first():
    def people(seed, keys):
        sim = Sim(seed)
        try:
            code = sim.code(type=1, user=["lina"])
            told = [sim.scan(code, key) for key in keys]
            return {one["key"]: (one["external_userid"], one["name"]) for one in told}, code
        finally:
            sim.close()

    forward, backward = people(7, ["a", "b", "c"]), people(7, ["c", "b", "a"])
    assert forward == backward
    assert len({name for name, _ in forward[0].values()}) == 3
    assert people(8, ["a", "b", "c"]) != forward

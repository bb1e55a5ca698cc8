"""Names in texts, and words cut to WeCom's bytes."""

from app.sop.wording import clip, fill, longest


def test_names_are_filled_in():
    said = fill("{客户昵称}您好，我是{员工姓名}", customer="李雷", staff="王芳")
    assert said == "李雷您好，我是王芳"


def test_a_customer_without_a_name_is_a_friend():
    assert fill("{客户昵称}您好", customer="", staff="王芳") == "朋友您好"


def test_a_name_that_looks_like_a_placeholder_of_the_customer_changes_nothing():
    assert fill("{客户昵称}", customer="{客户昵称}", staff="王芳") == "{客户昵称}"


def test_the_longest_text_is_at_least_as_long_as_any_filled_one():
    text = "{客户昵称}{员工姓名}" * 3
    assert len(fill(text, customer="赵" * 99, staff="钱" * 99).encode()) <= longest(text)


def test_a_cut_never_leaves_half_a_character_and_never_passes_the_limit():
    for limit in range(3, 30):
        cut = clip("联客 SCRM 任务提醒", limit)
        assert len(cut.encode()) <= limit
        assert "\ufffd" not in cut


def test_what_fits_is_left_alone():
    assert clip("任务", 6) == "任务"

"""The plaintext of events: nested, repeated and numeric elements, as XML parsers read them."""

import xmltodict

from bots.simulator.events import as_xml


def test_a_list_repeats_its_element():
    event = {"MemChangeList": {"Item": ["a", "b"]}}
    assert as_xml(event) == (
        "<xml><MemChangeList><Item><![CDATA[a]]></Item><Item><![CDATA[b]]></Item>"
        "</MemChangeList></xml>"
    )


def test_a_list_of_one_is_one_element_and_of_none_is_none():
    assert as_xml({"Item": ["a"]}) == "<xml><Item><![CDATA[a]]></Item></xml>"
    assert as_xml({"MemChangeList": {"Item": []}}) == "<xml><MemChangeList></MemChangeList></xml>"


def test_numbers_stand_bare_at_any_depth():
    event = {"CreateTime": 7, "BatchJob": {"ErrCode": 0, "JobId": "9"}}
    assert as_xml(event) == (
        "<xml><CreateTime>7</CreateTime>"
        "<BatchJob><ErrCode>0</ErrCode><JobId><![CDATA[9]]></JobId></BatchJob></xml>"
    )


def test_objects_in_a_list_nest_too():
    items = [{"QuestionKey": "q1", "OptionIds": {"OptionId": ["1", "2"]}}, {"QuestionKey": "q2"}]
    event = {"SelectedItems": {"SelectedItem": items}}
    assert xmltodict.parse(as_xml(event))["xml"] == event


def test_the_end_of_a_cdata_section_survives():
    assert xmltodict.parse(as_xml({"Name": "a]]>b<c>&"}))["xml"] == {"Name": "a]]>b<c>&"}

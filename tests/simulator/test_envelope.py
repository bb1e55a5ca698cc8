"""The envelope, opened by an implementation that is not the simulator's."""

import pytest
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException

from bots.simulator import envelope
from bots.simulator.corp import found_corp
from bots.simulator.events import as_xml
from bots.simulator.seeded import Seeded

KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"


def opened_by_wechatpy(text: str) -> str:
    encrypt = envelope.seal(KEY, "ww0123456789abcdef", text)
    signature = envelope.signature("token", "1772413200", "nonce", encrypt)
    crypto = WeChatCrypto("token", KEY, "ww0123456789abcdef")
    body = f"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
    return str(crypto.decrypt_message(body, signature, "1772413200", "nonce"))


@pytest.mark.parametrize("length", [0, 1, 11, 12, 31, 32, 33, 4000])
def test_wechatpy_opens_what_we_seal_at_every_padding(length):
    text = "客" * length
    assert opened_by_wechatpy(text) == text


def test_we_open_what_wechatpy_seals():
    crypto = WeChatCrypto("token", KEY, "ww0123456789abcdef")
    sealed = crypto.encrypt_message("<xml>你好</xml>", "nonce", "1772413200")
    encrypt = sealed.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    assert envelope.unseal(KEY, encrypt) == ("<xml>你好</xml>", "ww0123456789abcdef")


def test_the_same_words_never_look_the_same_twice():
    assert envelope.seal(KEY, "ww", "hello") != envelope.seal(KEY, "ww", "hello")


def test_a_changed_ciphertext_breaks_the_signature():
    encrypt = envelope.seal(KEY, "ww", "hello")
    signature = envelope.signature("token", "1", "n", encrypt)
    crypto = WeChatCrypto("token", KEY, "ww")
    with pytest.raises(InvalidSignatureException):
        crypto.decrypt_message(
            f"<xml><Encrypt>{encrypt[:-4]}AAA=</Encrypt></xml>", signature, "1", "n"
        )


def test_a_cdata_end_inside_a_field_stays_inside_it():
    assert opened_by_wechatpy(as_xml({"State": "a]]>b", "CreateTime": 1})) == (
        "<xml><State><![CDATA[a]]]]><![CDATA[>b]]></State><CreateTime>1</CreateTime></xml>"
    )


def test_the_corps_ids_have_wecoms_shapes_and_come_from_the_seed():
    corp = found_corp(Seeded(7))
    assert len(corp.corpid) == 18
    assert corp.corpid.startswith("ww")
    assert len(corp.encoding_aes_key) == 43
    assert corp.encoding_aes_key.isalnum()
    assert corp.token.isalnum()
    assert len(corp.token) <= 32
    again, other = found_corp(Seeded(7)), found_corp(Seeded(8))
    assert (again.corpid, again.secret) == (corp.corpid, corp.secret)
    assert other.secret != corp.secret

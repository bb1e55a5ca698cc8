"""The demo corp's identity: its ids and secrets, its app, and the keys of its archive."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bots.simulator import cast
from bots.simulator.models import Json
from bots.simulator.seeded import Seeded

KEYS_AT_START = 2  # so that one rotation needs no new key on the other side
LAST_OF_KEY = "AEIMQUYcgkosw048"  # 43 characters carry 258 bits: the last two must be zero


@dataclass
class Corp:
    corpid: str
    agentid: int
    secret: str
    token: str
    encoding_aes_key: str
    archive_secret: str
    archive_keys: dict[int, RSAPrivateKey] = field(default_factory=dict)
    key_version: int = 1

    def archive_key(self, version: int) -> RSAPrivateKey:
        """Made when first asked for: a corp that nobody archives needs none."""
        if version not in self.archive_keys:
            self.archive_keys[version] = new_key()
        return self.archive_keys[version]

    def pem(self, version: int) -> str:
        form = (Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        return self.archive_key(version).private_bytes(*form).decode()

    def rotate(self) -> int:
        """The next archive key version; new messages are sealed with it."""
        self.key_version += 1
        return self.key_version

    def as_json(self) -> Json:
        app = {
            "agentid": self.agentid,
            "name": cast.APP_NAME,
            "secret": self.secret,
            "token": self.token,
            "encoding_aes_key": self.encoding_aes_key,
        }
        versions = range(1, max(KEYS_AT_START, self.key_version) + 1)
        keys = {str(version): self.pem(version) for version in versions}
        archive = {"secret": self.archive_secret, "private_keys": keys}
        named = {"corpid": self.corpid, "name": cast.CORP_NAME}
        return {**named, "apps": [app], "archive": archive}


def new_key() -> RSAPrivateKey:
    """Random even under a seed: seeding RSA is slow and nothing printed depends on it."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def found_corp(seeded: Seeded) -> Corp:
    aes_key = seeded.letters(42, "aes key") + seeded.letters(1, "aes end", alphabet=LAST_OF_KEY)
    return Corp(
        corpid="ww" + seeded.letters(16, "corpid", alphabet="0123456789abcdef"),
        agentid=cast.AGENTID,
        secret=seeded.letters(43, "app secret"),
        token=seeded.letters(24, "callback token"),
        encoding_aes_key=aes_key,
        archive_secret=seeded.letters(43, "archive secret"),
    )

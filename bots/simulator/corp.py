"""The demo corp's identity: its ids, its apps with their secrets, and the keys of its archive."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bots.simulator import cast
from bots.simulator.apps import App, found_apps
from bots.simulator.errors import MistakeError
from bots.simulator.models import Json
from bots.simulator.seeded import Seeded

KEYS_AT_START = 2  # so that one rotation needs no new key on the other side


@dataclass
class Corp:
    """`apps[0]` is the demo's own app; `agentid`, `secret` and so on are its."""

    corpid: str
    apps: list[App]
    archive_keys: dict[int, RSAPrivateKey] = field(default_factory=dict)
    key_version: int = 1

    @property
    def main(self) -> App:
        return self.apps[0]

    @property
    def agentid(self) -> int:
        return self.main.agentid

    @property
    def secret(self) -> str:
        return self.main.secret

    @property
    def token(self) -> str:
        return self.main.token

    @property
    def encoding_aes_key(self) -> str:
        return self.main.encoding_aes_key

    @property
    def archive_secret(self) -> str:
        return self.app(cast.ARCHIVE_AGENTID).secret

    def app(self, agentid: object) -> App:
        """The app of that number; the driver's mistake if there is none."""
        for app in self.apps:
            if str(app.agentid) == str(agentid):
                return app
        raise MistakeError(f"there is no app {agentid!r}", 404)

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
        versions = range(1, max(KEYS_AT_START, self.key_version) + 1)
        keys = {str(version): self.pem(version) for version in versions}
        archive = {"secret": self.archive_secret, "private_keys": keys}
        named = {"corpid": self.corpid, "name": cast.CORP_NAME}
        return {**named, "apps": [app.credentials() for app in self.apps], "archive": archive}


def new_key() -> RSAPrivateKey:
    """Random even under a seed: seeding RSA is slow and nothing printed depends on it."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def found_corp(seeded: Seeded) -> Corp:
    corpid = "ww" + seeded.letters(16, "corpid", alphabet="0123456789abcdef")
    return Corp(corpid, found_apps(seeded))

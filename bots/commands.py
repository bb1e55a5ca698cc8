"""placeholder until the client lands"""


class Command: ...

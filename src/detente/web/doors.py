"""Who may come in: everybody on this machine, and from elsewhere whoever has the token.

The token is shown once, when it is made; only its hash is kept. A session is a signed cookie. Every request that
changes something carries a token of its own against requests forged by other pages; on this machine, too.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from detente.study.disk import write_atomically

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer

COOKIE: Final = "detente-session"
WROTE: Final = "wrote"
"""The cookie of a browser that has written within the last seconds."""
LASTS: Final = 30 * 24 * 3600
"""How long a session lasts [s]."""
MOST_TRIES: Final = 5
TRIES_IN: Final = 60.0
"""So many wrong tokens in so many seconds close the door for the rest of them."""
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    return host.strip("[]") in LOOPBACK


def hash_of(token: str) -> str:
    """Return the hash by which a token is known; tokens are 256 random bits, so that none can be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(file: Path) -> str:
    """Make a token, keep its hash, and return it; whoever had an earlier one is out."""
    token = secrets.token_urlsafe(32)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, json.dumps({"hash": hash_of(token), "key": secrets.token_hex(32)}).encode())
    file.chmod(0o600)
    return token


@dataclass
class Doors:
    """What lets in. Without a ``hash`` everybody is let in, as on this machine alone."""

    hash: str = ""
    key: str = field(default_factory=lambda: secrets.token_hex(32))
    wrong: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_TRIES))

    @classmethod
    def kept_in(cls, file: Path) -> "Doors":
        """Return the doors whose token's hash was kept."""
        kept = json.loads(file.read_bytes())
        return cls(kept["hash"], kept["key"])

    def let_in(self, token: str) -> str | None:
        """Return a session's cookie for a right token, None for a wrong one or after too many wrong ones."""
        if self.is_closed or not hmac.compare_digest(hash_of(token), self.hash):
            self.wrong.append(time.monotonic())
            return None
        signed: str = self._signer().dumps(secrets.token_hex(16))
        return signed

    @property
    def is_closed(self) -> bool:
        """Whether there were too many wrong tries of late."""
        return len(self.wrong) == MOST_TRIES and time.monotonic() - self.wrong[0] < TRIES_IN

    def knows(self, cookie: str) -> bool:
        """Whether a session is one of ours, and not too old."""
        from itsdangerous import BadData

        if not self.hash:
            return True
        try:
            self._signer().loads(cookie, max_age=LASTS)
        except BadData:
            return False
        return True

    def _signer(self) -> "URLSafeTimedSerializer":
        from itsdangerous import URLSafeTimedSerializer

        return URLSafeTimedSerializer(self.key, salt=self.hash)

    def seal(self, session: str) -> str:
        """Return the token that a form of a session must send back."""
        return hmac.new(self.key.encode(), f"form {session}".encode(), hashlib.sha256).hexdigest()

    def is_sealed(self, session: str, sent: str) -> bool:
        """Whether a form was one of ours."""
        return hmac.compare_digest(self.seal(session).encode(), sent.encode("utf-8", "replace"))

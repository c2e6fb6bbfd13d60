"""GitHub's REST API, as far as one comment needs it.

Source: https://docs.github.com/rest, version 2022-11-28.
"""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import Message

T = TypeVar("T")

PUBLIC: Final = "https://api.github.com"
TRIES: Final = 4
LONGEST_WAIT: Final = 60.0
"""Seconds that are waited before the next try; where GitHub asks for more, there is none."""
MOST_BYTES: Final = 20_000_000
"""Bytes of one answer that are read."""
_TIMEOUT: Final = 20.0
_PASSING: Final = frozenset({429, 500, 502, 503, 504})
_REFUSING: Final = frozenset({401, 403, 404, 410})
_NEXT: Final = re.compile(r'<([^<>]+)>;[^,]*\brel="?next"?')


class ApiError(Exception):
    """A call that did not do what it should."""

    def __init__(self, message: str, status: int = 0, wait: float | None = None, *, passing: bool = False) -> None:
        """Keep what GitHub said.

        Args:
            message: what went wrong, in GitHub's words.
            status: of HTTP; 0 where there was no answer.
            wait: seconds that GitHub asks to wait; ``None`` where it asks for nothing.
            passing: whether another try may go better.
        """
        super().__init__(f"GitHub answered {status}: {message}" if status else message)
        self.status, self.wait, self.passing = status, wait, passing

    @property
    def refused(self) -> bool:
        """Say whether the token may not do this, or may not see what it is about."""
        return self.status in _REFUSING and not self.passing


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    data: bytes
    next: str | None
    """Address of the next page, where there is one."""

    def json(self) -> Any:  # noqa: ANN401 - JSON
        """Read the answer as JSON."""
        try:
            return json.loads(self.data)
        except ValueError as error:
            raise ApiError(f"the answer is no JSON: {error}", passing=True) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHub:
    """One way in: an address and a token."""

    token: str
    address: str = PUBLIC

    def __post_init__(self) -> None:
        if not self.address.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise ValueError(f"a token is sent over https only, not to {self.address}")

    def call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Reply:
        """Make one call.

        Raises:
            ApiError: where there is no answer, or one that is no success.
        """
        url = path if path.startswith(f"{self.address}/") else f"{self.address}{path}"
        request = urllib.request.Request(  # noqa: S310 - the address is checked above
            url, method=method, data=None if body is None else json.dumps(body).encode()
        )
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        request.add_header("User-Agent", "reportgen")
        # An artifact is kept elsewhere, and the redirection to it must not carry the token there.
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - same
                data = answer.read(MOST_BYTES + 1)
                following = _NEXT.search(answer.headers.get("Link", ""))
        except urllib.error.HTTPError as error:
            raise _refusal(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise ApiError(f"GitHub cannot be reached: {error}", passing=True) from None
        if len(data) > MOST_BYTES:
            raise ApiError(f"the answer is longer than {MOST_BYTES:,} bytes")
        return Reply(data, following[1] if following else None)

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Read one thing."""
        return self.call("GET", path).json()

    def pages(self, path: str) -> Iterator[Any]:
        """Walk a list to its last page."""
        following: str | None = path
        while following is not None:
            reply = self.call("GET", following)
            yield from reply.json()
            following = reply.next
            if following is not None and not following.startswith(f"{self.address}/"):
                raise ApiError(f"the next page is said to be elsewhere: {following}")


def patiently(action: Callable[[], T], sleep: Callable[[float], None] = time.sleep) -> T:
    """Do something that may be done again, until it goes well or a few tries have failed.

    Raises:
        ApiError: of the last try.
    """
    for waited in range(TRIES):
        try:
            return action()
        except ApiError as error:
            wait = 2.0**waited if error.wait is None else error.wait
            if not error.passing or waited == TRIES - 1 or wait > LONGEST_WAIT:
                raise
            sleep(wait)
    raise AssertionError  # the last try returns or raises


def _refusal(error: urllib.error.HTTPError) -> ApiError:
    """Read an answer that is no success."""
    wait = _wait(error.headers)
    limited = error.code == http.client.FORBIDDEN and wait is not None
    return ApiError(_said(error), error.code, wait, passing=error.code in _PASSING or limited)


def _said(error: urllib.error.HTTPError) -> str:
    """Give GitHub's own words, in one line."""
    with error:
        try:
            said = json.loads(error.read(MOST_BYTES))
        except (ValueError, OSError, http.client.HTTPException):
            said = None
    words = said.get("message") if isinstance(said, dict) else None
    return " ".join(str(words or error.reason).split())


def _wait(headers: Message) -> float | None:
    """Give the seconds that GitHub asks to wait, by either of its limits; ``None`` where it asks for nothing."""
    after, reset = headers.get("Retry-After", ""), headers.get("X-RateLimit-Reset", "")
    if after.isdecimal():
        return float(after)
    if headers.get("X-RateLimit-Remaining") == "0" and reset.isdecimal():
        return max(float(reset) - time.time(), 1.0)
    return None

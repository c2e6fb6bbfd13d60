"""A server on this machine that speaks the calls of GitHub's REST API that a comment needs."""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BOT = "github-actions[bot]"
REPOSITORY = "team/models"


class Answer(NamedTuple):
    status: int
    data: Any = None
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed


@dataclass
class Server:
    """What GitHub knows, and what it was asked."""

    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    runs: dict[int, dict[str, Any]] = field(default_factory=dict)
    artifacts: dict[int, tuple[int, str, bytes]] = field(default_factory=dict)
    """By id: run, name and archive."""
    expired: set[int] = field(default_factory=set)
    size_told: int | None = None
    user: str | None = None
    """Whom the token is; ``None`` for the token of a workflow, which may not ask."""
    page: int = 100
    faults: list[tuple[str, Answer | Callable[[], object]]] = field(default_factory=list)
    """What happens to the next calls that match: an answer, or something done just before, which may answer too."""
    calls: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Tokens that were sent to the store of artifacts."""
    address: str = ""

    def add(self, body: str, login: str | None = BOT) -> int:
        number = max(self.comments, default=1000) + 1
        self.comments[number] = {"id": number, "body": body, "user": login and {"login": login}}
        return number

    def bodies(self, login: str = BOT) -> list[str]:
        return [one["body"] for one in self.comments.values() if (one["user"] or {}).get("login") == login]

    def answer(self, method: str, target: str, sent: Any) -> Answer:
        self.calls.append(f"{method} {target}")
        for place, (pattern, fault) in enumerate(self.faults):
            if re.fullmatch(pattern, f"{method} {target}"):
                del self.faults[place]
                done = fault if isinstance(fault, Answer) else fault()
                if isinstance(done, Answer):
                    return done
                break
        url = urlsplit(target)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        for pattern, handle in ROUTES.items():
            if found := re.fullmatch(pattern, f"{method} {url.path}"):
                return handle(self, *map(int, found.groups()), query, sent)
        return Answer(404, {"message": "Not Found"})

    def whoami(self, _query: dict[str, str], _sent: Any) -> Answer:
        if self.user is None:
            return Answer(403, {"message": "Resource not accessible by integration"})
        return Answer(200, {"login": self.user})

    def list_comments(self, number: int, query: dict[str, str], _sent: Any) -> Answer:
        page, found = int(query.get("page", "1")), list(self.comments.values())
        first, last = (page - 1) * self.page, page * self.page
        path = f"{self.address}/repos/{REPOSITORY}/issues/{number}/comments"
        link = f'<{path}?per_page=100&page={page + 1}>; rel="next", <{path}?per_page=100&page=9>; rel="last"'
        return Answer(200, found[first:last], {"Link": link} if len(found) > last else {})

    def create(self, _number: int, _query: dict[str, str], sent: Any) -> Answer:
        return Answer(201, self.comments[self.add(sent["body"], self.user or BOT)])

    def update(self, number: int, _query: dict[str, str], sent: Any) -> Answer:
        if number not in self.comments:
            return Answer(404, {"message": "Not Found"})
        self.comments[number]["body"] = sent["body"]
        return Answer(200, self.comments[number])

    def delete(self, number: int, _query: dict[str, str], _sent: Any) -> Answer:
        return Answer(204) if self.comments.pop(number, None) else Answer(404, {"message": "Not Found"})

    def pull(self, number: int, _query: dict[str, str], _sent: Any) -> Answer:
        return Answer(200, self.pulls[number]) if number in self.pulls else Answer(404, {"message": "Not Found"})

    def run(self, number: int, _query: dict[str, str], _sent: Any) -> Answer:
        return Answer(200, self.runs[number]) if number in self.runs else Answer(404, {"message": "Not Found"})

    def list_artifacts(self, run: int, query: dict[str, str], _sent: Any) -> Answer:
        found = [
            {"id": id_, "name": name, "size_in_bytes": self.size_told or len(data), "expired": id_ in self.expired}
            for id_, (of, name, data) in self.artifacts.items()
            if of == run and name == query.get("name", name)
        ]
        return Answer(200, {"total_count": len(found), "artifacts": found})

    def archive(self, number: int, _query: dict[str, str], _sent: Any) -> Answer:
        return Answer(302, None, {"Location": f"{self.address}/elsewhere/{number}"})

    def stored(self, number: int, _query: dict[str, str], _sent: Any) -> Answer:
        return Answer(200, self.artifacts[number][2])


ROUTES: dict[str, Callable[..., Answer]] = {
    "GET /user": Server.whoami,
    f"GET /repos/{REPOSITORY}/issues/(\\d+)/comments": Server.list_comments,
    f"POST /repos/{REPOSITORY}/issues/(\\d+)/comments": Server.create,
    f"PATCH /repos/{REPOSITORY}/issues/comments/(\\d+)": Server.update,
    f"DELETE /repos/{REPOSITORY}/issues/comments/(\\d+)": Server.delete,
    f"GET /repos/{REPOSITORY}/pulls/(\\d+)": Server.pull,
    f"GET /repos/{REPOSITORY}/actions/runs/(\\d+)": Server.run,
    f"GET /repos/{REPOSITORY}/actions/runs/(\\d+)/artifacts": Server.list_artifacts,
    f"GET /repos/{REPOSITORY}/actions/artifacts/(\\d+)/zip": Server.archive,
    r"GET /elsewhere/(\d+)": Server.stored,
}


class Handler(BaseHTTPRequestHandler):
    known: Server

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        sent = json.loads(self.rfile.read(length)) if length else None
        token = self.headers.get("Authorization")
        if token:
            (self.known.elsewhere if self.path.startswith("/elsewhere/") else self.known.tokens).append(token)
        status, data, headers = self.known.answer(self.command, self.path, sent)
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_DELETE = handle_any  # noqa: N815 - as the library calls them

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Server]:
    """Serve while the block runs."""
    known = Server()
    handler = type("OwnHandler", (Handler,), {"known": known})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        known.address = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield known
        server.shutdown()


def archive(**members: str | bytes) -> bytes:
    """Make an artifact of its files."""
    names = {"comment": "comment.md", "pull_request": "pull-request"}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(names.get(name, name), text)
    return made.getvalue()

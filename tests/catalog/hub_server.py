"""A small server on this machine: the Hub's endpoints that downloads use, with bad manners on order."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

REVISION = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Manners:
    """How the server behaves; each number counts down to good behaviour."""

    drops: int = 0
    drop_after: int = 1000
    drops_after: list[int] = field(default_factory=list)
    """Tries that end after so many bytes each."""
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    ignores_ranges: bool = False
    wrong_range: bool = False
    announced_extra: int = 0
    pieces_pause: float = 0.0
    chunked: bool = False
    other_cdn_host: bool = False
    needs_token: str = ""
    gated: bool = False


class HubServer(ThreadingHTTPServer):
    """Serves `files` (by "owner/name/path"); `listed` replaces what the listing says of a file."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.listed: dict[str, dict[str, Any]] = {}
        self.manners = Manners()
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.sent = 0
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what tests are about."""

    def listing(self, repository: str) -> dict[str, Any]:
        siblings = []
        for place, content in self.files.items():
            if place.startswith(repository + "/"):
                facts = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}
                facts |= self.listed.get(place, {})
                path = place.removeprefix(repository + "/")
                siblings.append({"rfilename": path, "size": facts["size"], "blobId": "b", "lfs": facts})
        gated = "manual" if self.manners.gated else False
        return {
            "id": repository, "sha": REVISION, "downloads": 7, "likes": 3, "gated": gated,
            "tags": ["gguf", "license:apache-2.0"], "lastModified": "2026-05-01T10:00:00.000Z", "siblings": siblings,
        }  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    server: HubServer
    protocol_version = "HTTP/1.1"
    timeout = 10

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        manners, place = self.server.manners, urlsplit(self.path)
        path = unquote(place.path)
        self.server.requests.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
        if not path.startswith("/cdn/"):
            if manners.needs_token and self.headers.get("Authorization") != f"Bearer {manners.needs_token}":
                return self._short(401, {"X-Error-Message": "Invalid username or password."})
            if manners.refusals:
                status, headers = manners.refusals.pop(0)
                return self._short(status, headers)
        if path == "/api/models":
            name = parse_qs(place.query).get("search", [""])[0].lower()
            repositories = dict.fromkeys("/".join(each.split("/")[:2]) for each in self.server.files)
            return self._json([self.server.listing(each) for each in repositories if name in each.lower()])
        if path.startswith("/api/models/"):
            listing = self.server.listing(path.removeprefix("/api/models/"))
            return self._json(listing) if listing["siblings"] else self._short(404, {"X-Error-Code": "RepoNotFound"})
        if path.startswith("/cdn/"):
            return self._content(self.server.files[path.removeprefix("/cdn/")])
        name = path.lstrip("/").replace(f"/resolve/{REVISION}", "")
        if name not in self.server.files:
            return self._short(404, {"X-Error-Code": "EntryNotFound"})
        host = "localhost" if manners.other_cdn_host else "127.0.0.1"
        return self._short(302, {"Location": f"http://{host}:{self.server.server_address[1]}/cdn/{name}"})

    def _content(self, content: bytes) -> None:
        manners, start = self.server.manners, 0
        asked = self.headers.get("Range")
        if asked and not manners.ignores_ranges:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                return self._short(416, {"Content-Range": f"bytes */{len(content)}"})
        body, total = content[start:], len(content) + manners.announced_extra
        self.send_response(206 if asked and not manners.ignores_ranges else 200)
        if asked and not manners.ignores_ranges:
            told = start + 1 if manners.wrong_range else start
            self.send_header("Content-Range", f"bytes {told}-{total - 1}/{total}")
        if manners.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body) + manners.announced_extra))
        self.end_headers()
        if manners.drops > 0 or manners.drops_after:
            most = manners.drops_after.pop(0) if manners.drops_after else manners.drop_after
            manners.drops = max(manners.drops - 1, 0)
            self._write(body[:most])
            self.close_connection = True
            self.connection.close()
            return None
        for place in range(0, len(body), 4096):
            self._write(body[place : place + 4096])
            time.sleep(manners.pieces_pause)
        if manners.chunked:
            self.wfile.write(b"0\r\n\r\n")
        return None

    def _write(self, piece: bytes) -> None:
        chunk = b"%x\r\n%s\r\n" % (len(piece), piece) if self.server.manners.chunked else piece
        self.wfile.write(chunk)
        self.wfile.flush()
        self.server.sent += len(piece)

    def _json(self, document: object) -> None:
        content = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _short(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

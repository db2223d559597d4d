"""The newsroom's servers: feeds with conditional requests, pages, and every misdeed that the newsroom asks for."""

import datetime
import gzip
import http
import http.server
import random
import re
import socket
import struct
import time
import typing

import stories

if typing.TYPE_CHECKING:
    from newsroom import Feed, Newsroom, Outlet

# Longer than the read timeout that the checks configure (2 s), so that the client gives up first.
STALL_SECONDS = 3.0
# Between the pieces of a slow body.
PAUSE_SECONDS = 0.04
# Misdeeds that promise a body and send a part of it.
SPOILED = ("cut", "cut_chunked", "reset", "stall")
EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    # Threads that stall on purpose are not waited for.
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int]):
        super().__init__(address, Handler)

    def open_for(self, newsroom: "Newsroom", outlet: "Outlet") -> None:
        self.newsroom, self.outlet = newsroom, outlet

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away, killed or in a hurry, is the rule here."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        newsroom, outlet = self.server.newsroom, self.server.outlet
        if match := re.fullmatch(r"/feed/(\w+)\.xml", self.path):
            self.serve_feed(newsroom, outlet.feeds[match[1]])
        elif match := re.match(r"/a/(\d+)", self.path):
            self.serve_page(newsroom, outlet, int(match[1]))
        elif self.path == "/robots.txt":
            self.send(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private/\n")
        else:
            self.send(404, {"Content-Type": "text/plain"}, b"nothing here\n")

    def serve_page(self, newsroom: "Newsroom", outlet: "Outlet", number: int) -> None:
        misdeed = newsroom.misdeed()
        newsroom.count(f"page {misdeed or 'well'}")
        if self.refuse(misdeed):
            return
        headers, body = {"Content-Type": "text/html; charset=utf-8"}, newsroom.page(outlet, number)
        if misdeed in SPOILED:
            return self.spoil(misdeed, headers, body, cut(body))
        self.send(200, headers, body, pause=PAUSE_SECONDS if misdeed == "slow" else 0)

    def refuse(self, misdeed: str | None) -> bool:
        if misdeed == "error_500":
            self.send(500, {}, b"<html><body>Internal error</body></html>")
        elif misdeed in ("busy_503", "busy_429"):
            self.send(int(misdeed[-3:]), {"Retry-After": "1"}, b"busy")
        else:
            return False
        return True

    def serve_feed(self, newsroom: "Newsroom", feed: "Feed") -> None:
        misdeed = newsroom.misdeed()
        newsroom.count(misdeed or "well")
        if self.refuse(misdeed):
            return
        revision, body, versions = newsroom.document(feed)
        headers = validators(feed, revision)
        if self.is_current(headers):
            self.send(304, headers, b"")
            newsroom.count("304")
            return newsroom.was_answered(feed, revision, None)
        headers["Content-Type"] = stories.FORMATS[feed.kind][1]
        if revision % 3 == 0 and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, 1)
        if misdeed in SPOILED:
            part = cut(body)
            newsroom.note_document(part)
            if "Content-Encoding" in headers or misdeed == "reset":
                newsroom.cut_somewhere.add(feed.id)
            return self.spoil(misdeed, headers, body, part)
        self.send(200, headers, body, is_chunked=revision % 5 == 0, pause=PAUSE_SECONDS if misdeed == "slow" else 0)
        newsroom.was_answered(feed, revision, versions)

    def is_current(self, headers: dict[str, str]) -> bool:
        asked_tag, asked_date = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if asked_tag and "ETag" in headers:
            return headers["ETag"].removeprefix("W/") in [tag.strip().removeprefix("W/") for tag in asked_tag.split(",")]
        return bool(asked_date) and asked_date == headers.get("Last-Modified")

    def head(self, status: int, headers: dict[str, str]) -> bytes:
        phrase = http.HTTPStatus(status).phrase
        lines = [f"HTTP/1.1 {status} {phrase}", f"Date: {self.date_time_string()}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def send(self, status: int, headers: dict[str, str], body: bytes, *, is_chunked: bool = False, pause: float = 0) -> None:
        if is_chunked:
            headers = {**headers, "Transfer-Encoding": "chunked"}
            body = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in pieces(body)) + b"0\r\n\r\n"
        elif status != 304:
            headers = {**headers, "Content-Length": str(len(body))}
        message = self.head(status, headers) + body
        for part in pieces(message) if pause else [message]:
            time.sleep(pause)
            self.connection.sendall(part)

    def spoil(self, misdeed: str, headers: dict[str, str], body: bytes, part: bytes) -> None:
        """Sends a part of the body in a message that promises all of it."""
        if misdeed == "cut_chunked":
            message = self.head(200, {**headers, "Transfer-Encoding": "chunked"}) + f"{len(part):x}\r\n".encode() + part + b"\r\n"
        else:
            message = self.head(200, {**headers, "Content-Length": str(len(body))}) + part
        self.connection.sendall(message)
        if misdeed == "stall":
            self.server.newsroom.closing.wait(STALL_SECONDS)
        elif misdeed == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """The newsroom keeps its own counts."""


def validators(feed: "Feed", revision: int) -> dict[str, str]:
    headers = {}
    if feed.validators in ("etag", "both"):
        headers["ETag"] = f"\"{feed.kind}-{revision}\""
    if feed.validators == "weak_etag":
        headers["ETag"] = f"W/\"{revision}\""
    if feed.validators in ("last_modified", "both"):
        # A second a revision, by a clock of its own: no change hides within one second.
        date = EPOCH + datetime.timedelta(seconds=revision)
        headers["Last-Modified"] = date.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return headers


def pieces(body: bytes, count: int = 8) -> list[bytes]:
    size = max(1, -(-len(body) // count))
    return [body[start:start + size] for start in range(0, len(body), size)]


def cut(body: bytes) -> bytes:
    return body[:int(len(body) * random.uniform(0.02, 0.98))]

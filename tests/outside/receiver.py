"""A webhook receiver that checks what it is sent (Standard Webhooks) and falls ill on demand."""

import base64
import collections
import dataclasses
import hashlib
import hmac
import http.server
import json
import threading
import time

ADDRESS = "127.0.1.20"
KEY = b"a key of at least twenty-four bytes, for tests"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
# Longer than the timeout that the checks configure for the sink (1 s).
HANG_SECONDS = 1.6
# How far a timestamp may be off, as the standard recommends.
TIMESTAMP_SECONDS_OFF_MAX = 300


@dataclasses.dataclass(frozen=True)
class Delivery:
    id: str
    body: bytes
    seq: int
    at: float
    mode: str
    is_accepted: bool


class Receiver:
    """`mode` is well, down, hang, error, busy, moved or gone. Use it as a context manager."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.mode = "well"
        self.deliveries: list[Delivery] = []
        self.problems: list[str] = []
        self.server: http.server.ThreadingHTTPServer | None = None
        self.port = 0
        self._open()

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.port}/hook"

    def sink(self, attempts: int = 1000) -> str:
        """Returns the sink's part of a configuration."""
        return ("[[sink]]\nid = \"alerts\"\ntype = \"webhook\"\n"
                f"url = \"{self.url}\"\nsecret_env = \"COURANT_WEBHOOK_SECRET\"\ntimeout = \"1s\"\nattempts = {attempts}\n"
                "retry_max = \"2s\"\nallow_private = true\n\n")

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def set(self, mode: str) -> None:
        with self.lock:
            self.mode = mode
        if mode == "down":
            self._close()
        elif self.server is None:
            self._open()

    def _open(self) -> None:
        self.server = Server((ADDRESS, self.port), Handler)
        self.server.receiver = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def _close(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    # What came.

    def accepted(self) -> list[Delivery]:
        with self.lock:
            return [delivery for delivery in self.deliveries if delivery.is_accepted]

    def tried_in(self, mode: str) -> int:
        with self.lock:
            return sum(delivery.mode == mode for delivery in self.deliveries)

    def retries_differ(self) -> list[str]:
        """Same record, same id; same id, same body."""
        with self.lock:
            bodies, ids = collections.defaultdict(set), collections.defaultdict(set)
            for delivery in self.deliveries:
                bodies[delivery.id].add(delivery.body)
                ids[delivery.seq].add(delivery.id)
        problems = [f"id {one} came with {len(found)} different bodies" for one, found in bodies.items() if len(found) > 1]
        return problems + [f"seq {seq} came with the ids {sorted(found)}" for seq, found in ids.items() if len(found) > 1]

    def out_of_order(self) -> list[str]:
        """By the first time that a record was accepted, seq only grows."""
        seen: set[int] = set()
        firsts = [delivery.seq for delivery in self.accepted() if not (delivery.seq in seen or seen.add(delivery.seq))]
        return [f"seq {after} was accepted after seq {before}" for before, after in zip(firsts, firsts[1:]) if after < before]

    def take(self, headers: dict[str, str], body: bytes) -> str:
        """Checks and notes a request; returns the mode to answer in."""
        with self.lock:
            mode = self.mode
            self.problems += request_problems(headers, body)
            try:
                record = json.loads(body)
                seq = record["seq"] if "seq" in record else record["data"]["seq"]
            except (ValueError, KeyError, TypeError):
                self.problems.append(f"the body is no record: {body[:80]!r}")
                seq = 0
            self.deliveries.append(Delivery(headers.get("webhook-id", ""), body, seq, time.time(), mode, mode == "well"))
            return mode


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def request_problems(headers: dict[str, str], body: bytes) -> list[str]:
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    wanted = signature(KEY, message_id, timestamp, body)
    problems = []
    if not message_id:
        problems.append("a request without webhook-id")
    if not timestamp.isdigit() or abs(int(timestamp) - time.time()) > TIMESTAMP_SECONDS_OFF_MAX:
        problems.append(f"{message_id}: webhook-timestamp {timestamp!r} is not now")
    if wanted not in headers.get("webhook-signature", "").split(" "):
        problems.append(f"{message_id}: the signature {headers.get('webhook-signature')!r} is wrong")
    if not headers.get("content-type", "").startswith("application/json"):
        problems.append(f"{message_id}: content-type is {headers.get('content-type')!r}")
    return problems


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    receiver: Receiver

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up waiting is what some modes are for."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        receiver = self.server.receiver
        if self.path != "/hook":
            receiver.problems.append(f"a redirect was followed to {self.path}")
        mode = receiver.take({name.lower(): value for name, value in self.headers.items()}, body)
        if mode == "hang":
            time.sleep(HANG_SECONDS)
        if mode == "down":
            # This connection was kept open from before; a machine that is down answers on none.
            self.close_connection = True
            return
        status, headers = {"well": (204, {}), "hang": (503, {}), "error": (500, {}), "busy": (429, {"Retry-After": "1"}),
                           "moved": (302, {"Location": "/elsewhere"}), "gone": (410, {})}[mode]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.server.receiver.problems.append(f"GET {self.path}")
        self.send_error(405)

    def log_message(self, *_: object) -> None:
        """The receiver keeps its own notes."""

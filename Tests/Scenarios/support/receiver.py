"""A receiver of webhooks on this machine, which a test makes well, ill or a liar."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict:
        return json.loads(self.body)

    def is_signed_by(self, secret: str) -> bool:
        """MicroMDM's signature, or ours with its time, computed by Python's own hmac."""
        key = secret.encode()
        if "x-hmac-signature" in self.headers:
            code = hmac.new(key, self.body, hashlib.sha256).digest()
            return hmac.compare_digest(self.headers["x-hmac-signature"], base64.b64encode(code).decode())
        parts = dict(part.split("=", 1) for part in self.headers["x-kizuna-signature"].split(","))
        code = hmac.new(key, parts["t"].encode() + b"." + self.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(parts["v1"], code)


@dataclass
class Receiver:
    """`behave` is a function of the handler, called after the request was kept; without one the answer is 200."""

    received: list[Received] = field(default_factory=list)
    behave: object = None

    def __post_init__(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.received.append(
                    Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                )
                if outer.behave:
                    return outer.behave(self)
                answer(self, 200, b"thank you")

            def log_message(self, *arguments):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def answer(handler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(body)


def failing(handler) -> None:
    answer(handler, 500, b"out of order")


def hanging(handler) -> None:
    time.sleep(60)


def redirecting(handler) -> None:
    answer(handler, 302, b"", Location="http://127.0.0.1:1/inside")


def endless(handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 65536)
    except OSError:
        pass


def garbage(handler) -> None:
    handler.wfile.write(b"\x00\x01\x02 this is no HTTP\r\n\r\n")
    handler.close_connection = True

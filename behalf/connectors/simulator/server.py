"""The process: HTTP in, HTTP out, and the trouble that was asked for in between."""

import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socket import socket
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from behalf.connectors.simulator import CLIENT_ID, CLIENT_SECRET
from behalf.connectors.simulator.control import PREFIX, Control
from behalf.connectors.simulator.messages import Answer, Request, problem
from behalf.connectors.simulator.provider import Provider, tenant_of
from behalf.connectors.simulator.robots import Robots
from behalf.connectors.simulator.store import Store

MOST_BYTES = 1_000_000


class Simulator(ThreadingHTTPServer):
    """A provider that listens as soon as it is made; port 0 takes any free one."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, data_dir: Path) -> None:
        self.store = Store(data_dir)
        self.provider = Provider(self.store, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        self.robots = Robots()
        self.control = Control(self.store, self.provider, self.robots)
        self.stopping = threading.Event()
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        """The address under which it is reached."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def shutdown(self) -> None:
        """Stop listening; slow answers are cut short."""
        self.stopping.set()
        super().shutdown()

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Report what went wrong, unless the client hung up or we are about to."""
        if not (self.stopping.is_set() or isinstance(sys.exc_info()[1], ConnectionError)):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Give back the port and the file."""
        super().server_close()
        self.store.close()

    def answer(self, request: Request) -> Answer:
        """Answer as the provider, after and before whatever trouble the tenant was told to make."""
        tenant = tenant_of(request.path)
        answer = self._trouble(request, tenant) or self.robots.answer(request) or self.provider.answer(request)
        if self.store.spend(tenant, request.method, "drop_count"):
            answer = Answer(0, dropped=True)
        self.store.note(request.method, request.path, tenant, answer.status)
        return answer

    def _trouble(self, request: Request, tenant: str) -> Answer | None:
        behaviour = self.store.behaviour(tenant)
        pause = behaviour.slow_ms / 1000 if behaviour.concerns(request.method) else 0
        if pause and self.stopping.wait(pause):
            return Answer(0, dropped=True)
        throttled = self.store.spend(tenant, request.method, "throttle_count")
        if throttled:
            wait = str(throttled.throttle_after)
            return problem(429, "TooManyRequests", "Too many requests.", Retry_After=wait)
        failed = self.store.spend(tenant, request.method, "fail_count")
        if failed:
            return problem(failed.fail_status, "ServiceUnavailable", "The service was told to fail.")
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "simulator"
    sys_version = ""
    timeout = 60
    disable_nagle_algorithm = True
    server: Simulator

    def do_GET(self) -> None:
        self._respond()

    do_PATCH = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the names the base class calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay silent; what was asked is listed under the control prefix."""

    def _respond(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            self.close_connection = True
            self._send(problem(413, "RequestTooLarge", "The request is too large."))
            return
        address = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=address.path,
            query=address.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)),
            origin=f"http://{self.headers.get('Host', self.server.url.removeprefix('http://'))}",
        )
        if not request.path.startswith(PREFIX):
            self._send(self.server.answer(request))
        elif ip_address(self.client_address[0]).is_loopback:
            self._send(self.server.control.answer(request))
        else:
            self._send(problem(403, "Forbidden", "Control is for this machine only."))

    def _send(self, answer: Answer) -> None:
        if answer.dropped:
            self.close_connection = True
            return
        body = b"" if answer.body is None else json.dumps(answer.body, ensure_ascii=False).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Type", "application/json; charset=utf-8")
        if answer.status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running(data_dir: Path, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[Simulator]:
    """Run a simulator in a thread of this process for as long as the block lasts."""
    simulator = Simulator(host, port, data_dir)
    thread = threading.Thread(target=simulator.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield simulator
    finally:
        simulator.shutdown()
        thread.join()
        simulator.server_close()


def serve(host: str, port: int, data_dir: Path) -> None:
    """Run until SIGTERM or SIGINT; raises `OSError` when the port is taken or the folder cannot be written."""
    simulator = Simulator(host, port, data_dir)

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=simulator.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    sys.stdout.write(f"The simulated provider listens at {simulator.url}\n")
    sys.stdout.flush()
    try:
        simulator.serve_forever()
    finally:
        simulator.server_close()

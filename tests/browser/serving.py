"""A site behind a web server: from files alone a browser fetches nothing, and no header comes with them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLICY: Final = "default-src 'self'"
"""The strictest policy under which a site still has scripts and styles of its own."""


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: object, policy: str, **named: object) -> None:
        self._policy = policy
        super().__init__(*arguments, **named)  # type: ignore[arg-type]  # as the server gives them

    def end_headers(self) -> None:
        if self._policy:
            self.send_header("Content-Security-Policy", self._policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class calls it so
        pass


@contextmanager
def serve(folder: Path, policy: str = "") -> Iterator[str]:
    """Serve a folder, and give its address.

    Args:
        folder: What is served.
        policy: The Content-Security-Policy that comes with every answer.
    """
    handler = partial(_Handler, directory=str(folder), policy=policy)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        # It looks this often whether it is to end, which a test waits for.
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()

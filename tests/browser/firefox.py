"""Drives the system's Firefox by Marionette, the protocol of its own that geckodriver speaks, too.

Playwright drives a Firefox of its own making, which no package of a system has, and Selenium needs geckodriver, which
Debian does not have. The protocol: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ENTER: Final = "\ue007"
"""The key, as WebDriver writes it."""
_PREFERENCES: Final[dict[str, object]] = {
    "marionette.port": 0,  # any that is free
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.server": "data:,",
}
_PATIENCE: Final = 30.0
"""Seconds in which something must happen that is waited for."""
_OFTEN: Final = 0.02
_ERRORS: Final = """return Services.console.getMessageArray()
    .filter((each) => each instanceof Ci.nsIScriptError && /sphinxext-cache/.test(each.sourceName))
    .map((each) => each.message);"""


class Firefox:
    """A Firefox without a window that anybody sees, with one page.

    Args:
        connection: The connection to its Marionette.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rb")
        self._sent = 0
        self._receive()  # it says which protocol it speaks
        self._send("WebDriver:NewSession", capabilities={})
        self._send("WebDriver:SetWindowRect", width=1300, height=900)

    def open(self, address: str) -> None:
        """Load a page."""
        self._send("WebDriver:Navigate", url=address)

    def evaluate(self, script: str) -> Any:  # noqa: ANN401 whatever it gives
        """What an expression of JavaScript gives on the page."""
        return self._send("WebDriver:ExecuteScript", script=f"return {script};", args=[])["value"]

    def wait_for(self, script: str) -> None:
        """Wait until an expression of JavaScript is true on the page."""
        _wait(lambda: bool(self.evaluate(script)), script)

    def type(self, selector: str, text: str) -> None:
        """Press keys in an element."""
        self._send("WebDriver:ElementSendKeys", id=self._find(selector), text=text)

    def click(self, selector: str) -> None:
        """Click on an element."""
        self._send("WebDriver:ElementClick", id=self._find(selector))

    def errors(self) -> list[str]:
        """What went wrong in our scripts, on all pages so far."""
        self._send("Marionette:SetContext", value="chrome")
        found: list[str] = self._send("WebDriver:ExecuteScript", script=_ERRORS, args=[], sandbox="system")["value"]
        self._send("Marionette:SetContext", value="content")
        return found

    def quit(self) -> None:
        """End it."""
        self._send("Marionette:Quit", flags=["eForceQuit"])
        self._stream.close()

    def _find(self, selector: str) -> str:
        self.wait_for(f"document.querySelector({json.dumps(selector)})?.checkVisibility()")
        found = self._send("WebDriver:FindElement", using="css selector", value=selector)["value"]
        (reference,) = found.values()
        return str(reference)

    def _send(self, command: str, **parameters: object) -> Any:  # noqa: ANN401 each command gives something else
        self._sent += 1
        text = json.dumps([0, self._sent, command, parameters]).encode()
        self._connection.sendall(b"%d:%s" % (len(text), text))
        _type, _number, error, result = self._receive()
        assert error is None, f"{command}: {error}"
        return result

    def _receive(self) -> Any:  # noqa: ANN401 a message of any kind
        length = b""
        while (digit := self._stream.read(1)) != b":":
            assert digit, "Firefox has ended"
            length += digit
        return json.loads(self._stream.read(int(length)))


@contextmanager
def start_firefox(program: str, profile: Path) -> Iterator[Firefox]:
    """Start a Firefox that remembers nothing, and end it.

    Args:
        program: Where it is.
        profile: An empty folder.
    """
    lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in _PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    port = profile / "MarionetteActivePort"
    command = (program, "--marionette", "--remote-allow-system-access", "--headless", "--profile", str(profile))
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            _wait(lambda: port.is_file() and port.read_text().strip().isdecimal(), "Firefox listens")
            with socket.create_connection(("127.0.0.1", int(port.read_text())), timeout=_PATIENCE) as connection:
                firefox = Firefox(connection)
                yield firefox
                firefox.quit()
        finally:
            process.terminate()


def _wait(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not happened():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(_OFTEN)

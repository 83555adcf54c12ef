"""
A Firefox as it is installed, driven by WebDriver BiDi, which it speaks by itself: no driver stands between.

Playwright's Firefox is a build of its own; readers have Debian's, or Mozilla's.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from os import environ
from pathlib import Path
from threading import Thread
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

ANSWER_SECONDS = 60
"""How long an answer may take: a busy machine of two cores starts a Firefox in twenty."""

_LISTENING = re.compile(r"WebDriver BiDi listening on (ws://127\.0\.0\.1:\d+)")
_PREFERENCES = {
    # Nothing is asked of the web, and nothing is shown that would stand over a page.
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.server": "data:,",
}
_KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"}


def firefox_path() -> str | None:
    """Return the Firefox that PRESSMARK_FIREFOX names, or an installed one; None where there is none."""
    named = environ.get("PRESSMARK_FIREFOX")
    return named or shutil.which("firefox-esr") or shutil.which("firefox")


class FirefoxPage:
    """One tab, asked in JavaScript. `complaints` are the errors of its console so far."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)
        self.complaints: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        (tab,) = self._ask("browsingContext.getTree")["contexts"][:1]
        self._tab = tab["context"]
        self._ask(
            "browsingContext.setViewport",
            context=self._tab,
            viewport={"width": 1280, "height": 900},
        )

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result; what the console says meanwhile is noted. Raises for an error."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(ANSWER_SECONDS))
            if answer.get("method") == "log.entryAdded":
                entry = answer["params"]
                if entry["level"] == "error":
                    self.complaints.append(str(entry["text"]))
            if answer.get("id") != number:
                continue
            if answer["type"] == "error":
                raise AssertionError(f"{method}: {answer['message']}")
            return dict(answer["result"])

    def goto(self, url: str) -> Self:
        """Open a page and wait until all of it is loaded."""
        self._ask(
            "browsingContext.navigate", context=self._tab, url=url, wait="complete"
        )
        return self

    def ask(self, expression: str) -> Any:
        """Return what a JavaScript expression is, through JSON; of a promise what it comes to."""
        result = self._ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression}) ?? null))()",
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=True,
        )
        if result["type"] == "exception":
            raise AssertionError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"])

    def wait_for(self, condition: str) -> Any:
        """Ask again until an expression is true, for ten seconds, and return what it is then."""
        return self.ask(
            f"""new Promise((done, failed) => {{
                const began = performance.now();
                const look = () => {{
                    const value = {condition};
                    if (value) done(value);
                    else if (performance.now() - began > 10_000) failed(new Error("waited in vain"));
                    else setTimeout(look, 20);
                }};
                look();
            }})"""
        )

    def press(self, *keys: str) -> None:
        """Press keys one after the other: `n`, or `Enter`."""
        actions: list[dict[str, str]] = []
        for key in keys:
            value = _KEYS.get(key, key)
            actions += [
                {"type": "keyDown", "value": value},
                {"type": "keyUp", "value": value},
            ]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def point_at(self, selector: str, *, click: bool = False) -> None:
        """Move the pointer to the middle of the first box of an element, and click there if asked to."""
        x, y = self.ask(
            f"""(() => {{
                const element = document.querySelector({json.dumps(selector)});
                element.scrollIntoView({{ block: "center", behavior: "instant" }});
                const box = element.getClientRects()[0];
                return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
            }})()"""
        )
        actions: list[dict[str, Any]] = [{"type": "pointerMove", "x": x, "y": y}]
        if click:
            actions += [
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        """Let a device do what a person does with it."""
        self._ask("input.performActions", context=self._tab, actions=[source])


@contextmanager
def open_firefox(path: str, profile: Path) -> Iterator[FirefoxPage]:
    """Start a Firefox without a window, with a profile of its own, and end it afterwards."""
    profile.mkdir(parents=True)
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in _PREFERENCES.items()
    ]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    words = [
        path,
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        "--remote-debugging-port",
        "0",
    ]
    with subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            with connect(f"{_address(process)}/session", max_size=None) as socket:
                yield FirefoxPage(socket)
        finally:
            process.terminate()
            process.wait(ANSWER_SECONDS)


def _address(process: subprocess.Popen[str]) -> str:
    """Return where a Firefox that is starting listens; what it says afterwards is read and thrown away."""
    assert process.stderr is not None
    for line in process.stderr:
        listening = _LISTENING.search(line)
        if listening:
            Thread(target=process.stderr.read, daemon=True).start()
            return listening[1]
    raise AssertionError(f"Firefox did not start ({sys.platform})")

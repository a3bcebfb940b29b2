"""A headless Chromium for tests, driven over its own DevTools protocol (a WebSocket on loopback): no driver to install."""

import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    # A microphone that beeps, allowed without a question.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
CONTROLS = {"button", "link", "textbox", "combobox", "switch", "DisclosureTriangle"}
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27}


class Browser:
    """One headless Chromium with one tab; every wait ends with an AssertionError that shows the page's text."""

    def __init__(self, program: str, profile: Path) -> None:
        command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.numbers = itertools.count(1)
        self.events: list[dict[str, Any]] = []
        self.session: str | None = None
        port, path = self._address(profile / "DevToolsActivePort")
        self.line = websocket.create_connection(
            f"ws://127.0.0.1:{port}{path}", timeout=20, suppress_origin=True
        )
        tabs = self.call("Target.getTargets")["targetInfos"]
        tab = next(tab["targetId"] for tab in tabs if tab["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for room in ("Page", "Runtime", "Log", "Network", "DOM", "Accessibility"):
            self.call(f"{room}.enable")
        self.call("Page.setInterceptFileChooserDialog", enabled=True)

    @staticmethod
    def _address(note: Path) -> tuple[str, str]:
        for _ in range(300):
            if note.exists() and len(words := note.read_text().split()) == 2:
                return words[0], words[1]
            time.sleep(0.05)
        raise AssertionError("Chromium did not start within 15 s")

    def close(self) -> None:
        self.line.close()
        self.process.terminate()
        self.process.wait(10)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self.numbers)
        session = {"sessionId": self.session} if self.session else {}
        self.line.send(json.dumps({"id": number, "method": method, "params": params, **session}))
        while True:
            said = json.loads(self.line.recv())
            if said.get("id") != number:
                self.events.append(said)
                continue
            assert "error" not in said, f"{method}: {said['error']}"
            return dict(said["result"])

    def run(self, script: str) -> Any:
        said = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    def until(self, script: str, seconds: float = 8) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.run(script):
                return found
            time.sleep(0.03)
        raise AssertionError(f"never true: {script}\n{self.run('document.body.innerText')}")

    def open(self, url: str, width: int = 1280, height: int = 800) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.events.clear()
        self.call("Page.navigate", url=url)
        self.event("Page.loadEventFired")

    def prefer(self, **features: str) -> None:
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", features=listed)

    def controls(self) -> list[tuple[str, str]]:
        """Every control a screen reader finds: role and name."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        shown = [node for node in nodes if not node["ignored"] and node["role"]["value"] in CONTROLS]
        return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in shown]

    def find(self, role: str, name: str, seconds: float = 8) -> int:
        """The control of that role and exact name, once a screen reader would find it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            root = self.call("DOM.getDocument")["root"]["nodeId"]
            found = self.call("Accessibility.queryAXTree", nodeId=root, role=role, accessibleName=name)[
                "nodes"
            ]
            if shown := [node for node in found if not node["ignored"]]:
                return int(shown[0]["backendDOMNodeId"])
            time.sleep(0.03)
        raise AssertionError(f"no {role} named {name!r} among {self.controls()}")

    def press(self, role: str, name: str) -> None:
        """A real mouse press in the middle of the control: something lying over it would get the press."""
        node = self.find(role, name)
        self.call("DOM.scrollIntoViewIfNeeded", backendNodeId=node)
        corners = self.call("DOM.getBoxModel", backendNodeId=node)["model"]["border"]
        middle = {"x": (corners[0] + corners[4]) / 2, "y": (corners[1] + corners[5]) / 2}
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **middle)

    def key(self, name: str, modifiers: int = 0) -> None:
        typed = {"text": "\r"} if name == "Enter" else {}
        code = {"key": name, "code": name, "windowsVirtualKeyCode": KEYS[name], "modifiers": modifiers}
        self.call("Input.dispatchKeyEvent", type="keyDown", **code, **typed)
        self.call("Input.dispatchKeyEvent", type="keyUp", **code)

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def event(self, method: str) -> dict[str, Any]:
        """The first event of that name since the page was opened, waiting up to 20 s for it."""
        while not (found := [said for said in self.events if said.get("method") == method]):
            self.events.append(json.loads(self.line.recv()))
        return dict(found[0]["params"])

    def choose_file(self, path: Path) -> None:
        chooser = self.event("Page.fileChooserOpened")["backendNodeId"]
        self.call("DOM.setFileInputFiles", files=[str(path)], backendNodeId=chooser)

    def told(self, method: str) -> list[dict[str, Any]]:
        self.run("0")
        return [said["params"] for said in self.events if said.get("method") == method]


def installed() -> str | None:
    """Where Chromium is, if it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One for a module's tests, which import this fixture; without Chromium they are skipped, and where CI is they fail."""
    program = installed()
    if program is None:
        reason = "Chromium is not installed: the page of phones was not looked at"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, Path(profile))
        yield browser
        browser.close()

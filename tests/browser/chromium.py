"""A headless Chromium, driven over the Chrome DevTools protocol, that records forbidden requests
and errors.

Every host name but the loopback's is unresolvable for it: what works here works offline.
Source: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE_S, until
from websockets.asyncio.client import ClientConnection, connect

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
    "--window-size=1280,800",
)


@dataclass
class Page:
    """One tab."""

    socket: ClientConnection
    requests: list[str] = field(default_factory=list)
    """URLs of all requests and WebSockets, without ``data:``."""
    sockets: list[str] = field(default_factory=list)
    """URLs of the WebSockets."""
    complaints: list[str] = field(default_factory=list)
    """Errors of the console, of the network and of the content security policy."""
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _waiting: dict[int, asyncio.Future[Any]] = field(default_factory=dict)

    async def listen(self) -> None:
        """Take messages until the connection closes."""
        async for message in self.socket:
            received = json.loads(message)
            if "id" in received:
                self._waiting.pop(received["id"]).set_result(received)
            else:
                self._note(received["method"], received["params"])

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        received = await asyncio.wait_for(answer, PATIENCE_S)
        assert "error" not in received, (method, received["error"])
        result: dict[str, Any] = received["result"]
        return result

    async def open(self, url: str) -> None:
        """Go to a page, and wait until an expected element is there."""
        for domain in ("Page", "Network", "Runtime", "Log"):
            await self.send(f"{domain}.enable")
        await self.send("Page.navigate", url=url)

    async def value(self, expression: str) -> Any:
        """The value of an expression in JavaScript."""
        found = await self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    async def until(self, expression: str) -> Any:
        """Wait until the value of an expression is true; return the value."""
        try:
            return await until(lambda: self.value(expression), expression)
        except AssertionError as never:
            never.add_note(str(self.complaints))
            raise

    async def click(self, selector: str) -> None:
        """Click with the mouse into the middle of an element."""
        place = f"document.querySelector({json.dumps(selector)})?.getBoundingClientRect().toJSON()"
        box = await self.until(place)
        where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        for kind in ("mousePressed", "mouseReleased"):
            await self.send(
                "Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where
            )

    async def write(self, selector: str, text: str) -> None:
        """Replace the whole text of an input or editor."""
        await self.click(selector)
        for kind, commands in (("keyDown", ["selectAll"]), ("keyUp", [])):
            await self.send("Input.dispatchKeyEvent", type=kind, commands=commands, **_CTRL_A)
        await self.send("Input.insertText", text=text)

    async def screenshot(self) -> bytes:
        """A screenshot as PNG."""
        return base64.b64decode((await self.send("Page.captureScreenshot"))["data"])

    def _note(self, method: str, parameters: dict[str, Any]) -> None:
        match method:
            case "Network.requestWillBeSent":
                if not parameters["request"]["url"].startswith("data:"):
                    self.requests.append(parameters["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(parameters["url"])
                self.sockets.append(parameters["url"])
            case "Runtime.consoleAPICalled" if parameters["type"] == "error":
                self.complaints.append(str(parameters["args"]))
            case "Runtime.exceptionThrown":
                self.complaints.append(str(parameters["exceptionDetails"]))
            case "Log.entryAdded" if parameters["entry"]["level"] == "error":
                self.complaints.append(str(parameters["entry"]))


_CTRL_A = {"modifiers": 2, "key": "a", "code": "KeyA", "windowsVirtualKeyCode": 65}


@contextlib.asynccontextmanager
async def browsing(program: str, folder: Path, flags: Sequence[str] = ()) -> AsyncIterator[Page]:
    """An empty tab of a browser of its own, with its profile in an empty folder."""
    process = await asyncio.create_subprocess_exec(
        *(program, *FLAGS, *flags, f"--user-data-dir={folder}", "about:blank"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with connect(await _tab(process, folder), max_size=None, proxy=None) as socket:
            page = Page(socket)
            listening = asyncio.create_task(page.listen())
            yield page
            await page.send("Browser.close")
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
    finally:
        if process.returncode is None:
            try:
                await asyncio.wait_for(process.wait(), PATIENCE_S)
            except TimeoutError:
                process.kill()
                await process.wait()


async def _tab(process: asyncio.subprocess.Process, folder: Path) -> str:
    """The address of the debugger of the browser's first tab."""
    told = folder / "DevToolsActivePort"

    def listens() -> bool:
        assert process.returncode is None, f"the browser ended with {process.returncode}"
        return told.is_file() and len(told.read_text().split()) == 2

    await until(listens, "the browser's port")
    port, path = told.read_text().split()
    async with connect(f"ws://127.0.0.1:{port}{path}", proxy=None) as browser:
        await browser.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
        targets = json.loads(await browser.recv())["result"]["targetInfos"]
    (tab,) = (target["targetId"] for target in targets if target["type"] == "page")
    return f"ws://127.0.0.1:{port}/devtools/page/{tab}"

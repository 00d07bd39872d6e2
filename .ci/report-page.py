#!/usr/bin/env python3
"""Opens HTML reports in headless Chromium without a network and drives what their script does.

    .ci/report-page.py [--pictures FOLDER] report.html ...

Fails on any message on the console, any request beyond the file itself, a page that scrolls sideways, an error of tidy,
a file above 2 MB, or where sorting, readout, zoom or theme do not do what they are for. Needs chromium, tidy and the
Python package websockets.
"""

import argparse
import asyncio
import base64
import json
import os
import re
import subprocess
import sys
import tempfile

import websockets

LIMIT = 2_000_000
SCRIPT_LIMIT = 6 * 1024


class Page:
    """One page over the DevTools protocol."""

    def __init__(self, socket):
        self.socket = socket
        self.number = 0
        self.messages = []
        self.requests = []

    async def call(self, method, **parameters):
        self.number += 1
        await self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(await self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.note(answer)

    def note(self, event):
        parameters = event.get("params", {})
        if event.get("method") in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"):
            self.messages.append(json.dumps(parameters)[:400])
        if event.get("method") == "Network.requestWillBeSent":
            url = parameters["request"]["url"]
            if not url.startswith("data:"):
                self.requests.append(url)

    async def value(self, script):
        result = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description", script))
        return result["result"].get("value")

    async def mouse(self, kind, x, y, buttons=0, clicks=0):
        button = "left" if kind != "mouseMoved" or buttons else "none"
        await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, buttons=buttons, clickCount=clicks)

    async def picture(self, path, width, dark=False, whole=True):
        await self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = "dark" if dark else "light"
        await self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        shot = await self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        if path:
            with open(path, "wb") as file:
                file.write(base64.b64decode(shot["data"]))


PLOT = """(() => {
  const box = document.querySelectorAll("[data-axes]")[%d];
  if (!box) return null;
  box.scrollIntoView({block: "center"});
  const edges = box.querySelector("svg").getBoundingClientRect();
  const [left, top, width, height] = box.dataset.axes.split(" ").map(Number);
  return {x: edges.x + edges.width * left / 100, y: edges.y + edges.height * (top + height / 2) / 100,
    width: edges.width * width / 100};
})()"""


async def check(page, path, pictures, problems):
    def expect(condition, text):
        if not condition:
            problems.append(f"{path}: {text}")

    for domain in ("Page", "Runtime", "Log", "Network"):
        await page.call(f"{domain}.enable")
    await page.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
    await page.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)
    await page.call("Page.navigate", url="file://" + os.path.abspath(path))
    while await page.value("document.readyState") != "complete":
        await asyncio.sleep(0.05)
    await sorting(page, expect)
    await readout(page, expect)
    await zoom(page, expect, pictures)
    await theme(page, expect)
    name = pictures and os.path.join(pictures, os.path.splitext(os.path.basename(path))[0])
    await page.picture(name and name + "-light.png", 1280)
    await page.picture(name and name + "-dark.png", 1280, dark=True)
    await page.picture(name and name + "-narrow.png", 420)
    expect(
        await page.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
        "the page scrolls sideways at 420 px")
    printed = await page.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
    if name:
        with open(name + ".pdf", "wb") as file:
            file.write(base64.b64decode(printed["data"]))
    expect(not page.messages, f"the console says {page.messages}")
    expect(page.requests == ["file://" + os.path.abspath(path)], f"requests: {page.requests}")


async def sorting(page, expect):
    order = """[...document.querySelectorAll("#conns tbody tr")].map(row => {
      const cell = [...row.cells].find(cell => cell.dataset.key === "retransmittedPackets");
      return cell && cell.dataset.v ? Number(cell.dataset.v) : null; })"""
    if await page.value("document.querySelectorAll('#conns tbody tr').length") < 2:
        return
    button = """[...document.querySelectorAll("#conns thead th")].find(
      head => /resent|again/i.test(head.textContent)).querySelector("button")"""
    await page.value(f"{button}.click()")
    up = [value for value in await page.value(order) if value is not None]
    await page.value(f"{button}.click()")
    down = [value for value in await page.value(order) if value is not None]
    expect(up == sorted(up) and down == sorted(down, reverse=True), f"sorting gives {up} and {down}")


async def readout(page, expect):
    plot = await page.value(PLOT % await page.value(
        "[...document.querySelectorAll('[data-axes]')].findIndex(box => box.closest('section').id !== 'summary')"))
    expect(plot, "no chart has a time axis")
    if not plot:
        return
    await page.mouse("mouseMoved", plot["x"] + plot["width"] * 0.5, plot["y"])
    texts = await page.value("[...document.querySelectorAll('.cursor:not([hidden])')].map(line => line.textContent)")
    print("  readout:", "; ".join(texts))
    expect(texts and re.search(r"\d\u202fs", texts[0]), "no readout of the time")
    expect(any(" \u00b7 " in text for text in texts), "no readout of values")


async def zoom(page, expect, pictures):
    index = await page.value(
        "[...document.querySelectorAll('[data-axes]')].findIndex(box => box.closest('section').id !== 'summary')")
    if index < 0:
        return
    plot = await page.value(PLOT % index)
    ticks = f"""[...document.querySelectorAll("[data-axes]")[{index}].querySelectorAll("text.tick")].map(t => t.textContent)"""
    state = f"document.querySelectorAll('[data-axes]')[{index}].querySelector('svg').outerHTML"
    # An attribute may be there or be empty afterwards; what is drawn must be the same.
    clean = lambda text: re.sub(r' (style|class)=""', "", text)
    before, labels = clean(await page.value(state)), await page.value(ticks)
    start, stop = plot["x"] + plot["width"] * 0.3, plot["x"] + plot["width"] * 0.5
    await page.mouse("mousePressed", start, plot["y"], buttons=1, clicks=1)
    await page.mouse("mouseMoved", (start + stop) / 2, plot["y"], buttons=1)
    expect(await page.value("document.querySelectorAll('.band:not([hidden])').length") == 1, "no band while dragging")
    await page.mouse("mouseMoved", stop, plot["y"], buttons=1)
    await page.mouse("mouseReleased", stop, plot["y"], clicks=1)
    zoomed = await page.value(ticks)
    print("  zoom:", " ".join(labels), "->", " ".join(zoomed))
    expect(zoomed != labels, "dragging does not zoom")
    if pictures:
        await page.picture(os.path.join(pictures, "zoom.png"), 1280, whole=False)
        plot = await page.value(PLOT % index)
    for clicks in (1, 2):
        await page.mouse("mousePressed", plot["x"] + 50, plot["y"], buttons=1, clicks=clicks)
        await page.mouse("mouseReleased", plot["x"] + 50, plot["y"], clicks=clicks)
    expect(await page.value(ticks) == labels, "a double click does not end the zoom")
    after = clean(await page.value(state))
    expect(after == before, "the chart is not what it was before the zoom")
    await page.mouse("mouseMoved", 1, 1)


async def theme(page, expect):
    colours = []
    for _ in range(3):
        await page.value("document.getElementById('theme').click()")
        colours.append(await page.value("getComputedStyle(document.body).backgroundColor"))
    expect(len(set(colours)) == 2, f"the themes have the backgrounds {colours}")


def static(path, problems):
    text = open(path, encoding="utf-8").read()
    size = len(text.encode())
    script = max((len(part.encode()) for part in re.findall(r"<script>(.*?)</script>", text, re.S)), default=0)
    tidy = subprocess.run(["tidy", "-q", "-e", "--drop-empty-elements", "no", path], capture_output=True, text=True)
    errors = [line for line in tidy.stderr.splitlines() if "Error" in line]
    print(f"{path}: {size} bytes, script {script}, {text.count('<figure')} figures, tidy: {len(errors)} errors,"
          f" {tidy.stderr.count('Warning')} warnings")
    problems += [f"{path}: {line}" for line in errors]
    if size > LIMIT:
        problems.append(f"{path}: {size} bytes, above {LIMIT}")
    if script > SCRIPT_LIMIT:
        problems.append(f"{path}: script of {script} bytes, above {SCRIPT_LIMIT}")


async def run(paths, pictures):
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        browser = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
             "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}", "about:blank"],
            stderr=subprocess.PIPE, text=True)
        try:
            for line in browser.stderr:
                if "DevTools listening on" in line:
                    root = line.split()[-1]
                    break
            for path in paths:
                static(path, problems)
                async with websockets.connect(root, max_size=None) as socket:
                    target = await Page(socket).call("Target.createTarget", url="about:blank")
                address = re.sub(r"/devtools/browser/.*", "/devtools/page/" + target["targetId"], root)
                async with websockets.connect(address, max_size=None) as socket:
                    await check(Page(socket), path, pictures, problems)
        finally:
            browser.terminate()
            browser.wait()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pictures", help="folder for screenshots and prints")
    parser.add_argument("pages", nargs="+")
    options = parser.parse_args()
    if options.pictures:
        os.makedirs(options.pictures, exist_ok=True)
    sys.exit(asyncio.run(run(options.pages, options.pictures)))

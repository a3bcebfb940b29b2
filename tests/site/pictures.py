"""Takes the guides' pictures and the README's: `python -m tests.site.pictures FOLDER` plays the scenes and photographs the phones in Chromium.

A picture is what stands on the phone, its newest messages and its keys, as WebP of a few kilobytes: whoever reads a worker's
guide pays for each.
"""

import io
import shutil
import sys
import tempfile
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import structlog
from PIL import Image

from tests.browser import Browser, installed
from tests.site.scenes import opened, played, stocked
from tests.site.scenes import page as both
from tests.stories.program import Person, Program

width = 340  # CSS pixels
scale = 1.25  # sharp enough on a phone; 2 would cost twice the bytes
page_pixels = 900, 800  # width and height, CSS pixels
colours = 24
quality = 35

_STYLE = """
    .top, .tabs, .head, .bytes, .composer, .newest, .toast, .phone:not(#phone-%s),
    .message:not(:nth-last-child(-n + %d)) { display: none !important; }
    html, body, .phones, .phone, .log { height: auto !important; min-height: 0 !important; max-height: none !important;
        overflow: visible !important; }
    .phones, .log { padding: 0.5rem !important; }
    .phones { padding: 0 !important; }
    .phone { flex-basis: 100%% !important; border: 0 !important; border-radius: 0 !important; }
    .message { max-width: 94%% !important; }
    * { animation: none !important; scroll-behavior: auto !important; }
"""


def take(browser: Browser, person: Person, messages: int) -> Image.Image:
    """What is on somebody's phone: so many of its newest messages, and its keys."""
    person.program.quiet()
    newest = len(person.phone.messages())
    browser.open(person.program.sandbox.url, width, 900)
    browser.until(f"document.querySelectorAll('#phone-{person.number} .message').length >= {newest}")
    style = _STYLE % (person.number, messages)
    browser.run(_styled(style))
    browser.until(
        "[...document.images].every(one => one.checkVisibility() ? one.complete && one.naturalWidth : true)"
    )
    place = browser.run(
        "(({x, y, width, height}) => ({x, y, width, height}))"
        f"(document.querySelector('#phone-{person.number}').getBoundingClientRect())"
    )
    shot = browser.call("Page.captureScreenshot", captureBeyondViewport=True, clip={**place, "scale": scale})
    return Image.open(io.BytesIO(b64decode(shot["data"]))).convert("RGB")


def page(browser: Browser, program: Program) -> bytes:
    """The whole page with its first two phones, for the README: WebP."""
    program.quiet()
    browser.open(program.sandbox.url, *page_pixels)
    browser.until("document.querySelectorAll('#phone-1001 .message, #phone-1002 .message').length > 10")
    browser.until("[...document.images].every(one => one.complete && one.naturalWidth)")
    browser.until("document.getAnimations().length === 0")  # what comes in has come
    shot, out = browser.call("Page.captureScreenshot"), io.BytesIO()
    Image.open(io.BytesIO(b64decode(shot["data"]))).convert("RGB").save(out, "WEBP", quality=80, method=6)
    return out.getvalue()


def _styled(style: str) -> str:
    sheet = f"(sheet => {{ sheet.replaceSync({style!r}); document.adoptedStyleSheets = [sheet]; }})"
    return f"{sheet}(new CSSStyleSheet())"


def written(picture: Image.Image, photograph: bool) -> bytes:
    """WebP: with losses where there is a photograph, else exact in few colours, which is smaller and sharper."""
    out = io.BytesIO()
    if photograph:
        picture.save(out, "WEBP", quality=quality, method=6)
    else:
        flat = picture.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        flat.convert("RGB").save(out, "WEBP", lossless=True, method=6)
    return out.getvalue()


def main(folder: Path) -> None:
    """All pictures into a folder, which is emptied before."""
    program = installed()
    if program is None:
        sys.exit("Pictures are taken in Chromium. On Debian: apt-get install chromium")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        browser = Browser(program, Path(room) / "profile")
        try:
            stocked(Path(room) / "stock")
            played(Path(room) / "stock", Path(room), _camera(browser, folder))
            with opened(Path(room) / "stock", Path(room) / "page") as program:
                both(program)
                (folder / "page.webp").write_bytes(page(browser, program))
        finally:
            browser.close()


def _camera(browser: Browser, folder: Path) -> Callable[[str, Person, int], None]:
    def snap(name: str, person: Person, messages: int) -> None:
        shown = person.phone.messages()[-messages:]
        photograph = any(one["photo"] for one in shown)
        content = written(take(browser, person, messages), photograph)
        (folder / f"{name}.webp").write_bytes(content)
        print(f"{name}.webp  {len(content) / 1000:.1f} kB", flush=True)

    return snap


if __name__ == "__main__":
    main(Path(sys.argv[1]))

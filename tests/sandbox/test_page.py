"""The page of phones in a real Chromium, pressed and read as people do: by what each control is called.

Chromium is driven over its own DevTools protocol (a WebSocket on loopback), so no driver has to be installed.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.browser import Browser, chromium
from tests.pretend import Sandbox, start

__all__ = ["chromium"]

AMINA = 1001


class Bot:
    """The other end: a bot that speaks to the pretend Telegram."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.http = httpx.Client(base_url=f"{sandbox.url}/bot{sandbox.token}/", timeout=20)
        self.offset = 0

    def call(self, method: str, files: dict[str, Any] | None = None, **fields: Any) -> Any:
        form = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()
        }
        answer = self.http.post(method, data=form, files=files).json()
        assert answer["ok"], answer
        return answer["result"]

    def say(self, text: str, **fields: Any) -> int:
        return int(self.call("sendMessage", chat_id=AMINA, text=text, **fields)["message_id"])

    def show(self, **fields: Any) -> int:
        picture = io.BytesIO()
        Image.new("RGB", (320, 240), (90, 140, 120)).save(picture, "JPEG")
        sent = self.call("sendPhoto", {"photo": ("p.jpg", picture.getvalue())}, chat_id=AMINA, **fields)
        return int(sent["message_id"])

    def heard(self) -> dict[str, Any]:
        """The next update, waiting up to 8 s for it."""
        updates = self.call("getUpdates", offset=self.offset, timeout=8, limit=1)
        assert updates, "no update came"
        self.offset = updates[0]["update_id"] + 1
        return dict(updates[0])


def keys(*rows: list[str]) -> dict[str, Any]:
    return {"keyboard": [[{"text": label} for label in row] for row in rows], "resize_keyboard": True}


@pytest.fixture
def page(chromium: Browser, sandbox: Sandbox) -> Iterator[Browser]:
    """The page, freshly opened, with Amina on it; afterwards no script may have failed and nothing left loopback."""
    chromium.prefer(prefers_color_scheme="light")
    chromium.open(sandbox.url)
    chromium.find("button", "Start")
    yield chromium
    assert chromium.told("Runtime.exceptionThrown") == []
    asked = {said["request"]["url"] for said in chromium.told("Network.requestWillBeSent")}
    assert {url for url in asked if not url.startswith((sandbox.url, "data:", "about:"))} == set()
    chromium.call("Page.navigate", url="about:blank")


@pytest.fixture
def new_bot(sandbox: Sandbox) -> Iterator[Bot]:
    """A bot that nobody has written to."""
    bot = Bot(sandbox)
    yield bot
    bot.http.close()


@pytest.fixture
def bot(page: Browser, new_bot: Bot) -> Bot:
    """A bot whom Amina has started by pressing Start."""
    page.press("button", "Start")
    assert new_bot.heard()["message"]["text"] == "/start"
    return new_bot


def test_an_empty_sandbox_opens_with_amina_and_one_start_key(page: Browser) -> None:
    """Whoever opens the page first sees one phone, and on it the one thing to press."""
    assert page.run("document.querySelector('h2').textContent") == "Amina"
    assert page.run("document.querySelectorAll('.phone').length") == 1
    assert ("textbox", "Message") not in page.controls()


def test_start_becomes_a_field_and_the_focus_goes_there(page: Browser, bot: Bot) -> None:
    """After Start a person can type at once."""
    page.until("document.activeElement.matches('textarea')")
    assert ("button", "Start") not in page.controls()


def test_a_message_appears_with_its_keyboard_as_laid_out(page: Browser, bot: Bot) -> None:
    """The bot's rows of keys are the phone's rows of keys."""
    bot.say("What covers most of the picture?", reply_markup=keys(["Road", "Building"], ["Skip"]))
    page.find("button", "Skip")
    rows = "[...document.querySelectorAll('.row')].map(row => [...row.children].map(key => key.textContent))"
    assert page.run(rows) == [["Road", "Building"], ["Skip"]]


def test_a_pressed_key_sends_its_label(page: Browser, bot: Bot) -> None:
    """A key of the reply keyboard is a message with the key's words."""
    bot.say("Which?", reply_markup=keys(["🐟 Road", "🐟 Building"]))
    page.press("button", "🐟 Building")
    assert bot.heard()["message"]["text"] == "🐟 Building"
    page.until("document.querySelector('.message.mine:last-child .words')?.textContent === '🐟 Building'")


def test_an_inline_press_arrives_as_a_callback_query(page: Browser, bot: Bot) -> None:
    """Inline buttons stand under their message and send their data."""
    inline = {"inline_keyboard": [[{"text": "Who is this?", "callback_data": "who"}]]}
    message = bot.say("Open Streets Archive asks.", reply_markup=inline)
    page.press("button", "Who is this?")
    query = bot.heard()["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("who", message)
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="An archive in Nairobi")
    page.until("document.querySelector('.toast').textContent === 'An archive in Nairobi'")


def test_an_edited_message_changes_where_it_stands(page: Browser, bot: Bot) -> None:
    """An edit redraws its own message and no other."""
    message = bot.say("Reading … 64 of 212")
    page.until("document.body.innerText.includes('64 of 212')")
    page.run("document.querySelector('.message').seen = true")
    bot.call("editMessageText", chat_id=AMINA, message_id=message, text="Reading … 212 of 212")
    page.until("document.body.innerText.includes('212 of 212') && document.body.innerText.includes('edited')")
    assert page.run("document.querySelector('.message').seen") is True


def test_a_command_in_a_text_is_sent_when_tapped(page: Browser, bot: Bot) -> None:
    """Commands are keys; what only looks like one (a path, a link) is not."""
    bot.say("Object: /disagree_4F2K, not and/or, https://example.org/data")
    page.press("button", "/disagree_4F2K")
    assert bot.heard()["message"]["text"] == "/disagree_4F2K"
    assert page.run("[...document.querySelectorAll('.bot .command')].map(key => key.textContent)") == [
        "/disagree_4F2K"
    ]


def test_entities_are_drawn_nested_and_by_utf16(page: Browser, bot: Bot) -> None:
    """Bold round italic, code and links land on the right letters after an emoji."""
    bot.say(
        '🐟 <b>one <i>two</i></b> <code>/three</code> <a href="https://example.org/">four</a>',
        parse_mode="HTML",
    )
    drawn = page.until("document.querySelector('.bot .words')?.innerHTML")
    assert drawn.startswith("🐟 <b>one <i>two</i></b> <code>/three</code> <a ")
    assert page.run("document.querySelector('.bot .words a').href") == "https://example.org/"


def test_a_picture_shows_with_its_bytes(page: Browser, bot: Bot) -> None:
    """A picture is loaded and tells its size, for bytes are money."""
    bot.show(caption="What is this?")
    page.until("document.querySelector('.picture img')?.naturalWidth === 320")
    page.until("/^320×240 · [\\d.]+ k?B$/.test(document.querySelector('.size').textContent)")


def test_a_spoiler_stays_covered_until_tapped(page: Browser, bot: Bot) -> None:
    """A covered picture is blurred and unnamed until its cover is pressed, and stays open after that."""
    bot.show(has_spoiler=True)
    page.press("button", "Show picture")
    page.until("!document.querySelector('.covered')")
    bot.say("Next")
    page.until("document.body.innerText.includes('Next')")
    assert page.run("document.querySelector('.cover')") is None


def test_a_picture_can_be_looked_at_larger(page: Browser, bot: Bot) -> None:
    """A press on a picture opens it over the page, Escape closes it."""
    bot.show()
    page.press("button", "Picture, 320 by 240")
    page.until("document.querySelector('#larger:popover-open img')?.naturalWidth === 320")
    page.key("Escape")
    page.until("document.querySelector('#larger:popover-open') === null")


def test_an_old_picture_is_fetched_only_when_asked_for(page: Browser, bot: Bot, sandbox: Sandbox) -> None:
    """What the phone did not fetch by itself says what it costs and waits for a press."""
    page.press("switch", "Online")
    page.until("document.querySelector('.state').textContent.startsWith('offline')")
    bot.show()
    sandbox.advance(7_200)
    page.press("switch", "Online")
    label = page.until("document.querySelector('.cover')?.textContent")
    assert label.startswith("Load picture, ")
    before = page.run("document.querySelector('.bytes').textContent")
    page.press("button", label)
    page.until("document.querySelector('.picture img')?.naturalWidth === 320")
    page.until(f"document.querySelector('.bytes').textContent !== {json.dumps(before)}")


def test_a_blocked_bot_can_be_let_in_again(page: Browser, bot: Bot) -> None:
    """Blocking takes the field away and leaves one key that takes it back."""
    page.press("DisclosureTriangle", "More")
    page.press("button", "Block the bot")
    assert bot.heard()["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    page.press("button", "Unblock the bot")
    page.find("textbox", "Message")


def test_offline_holds_what_is_sent_until_online(page: Browser, bot: Bot) -> None:
    """The switch cuts the phone off: a message waits with a clock, and leaves when the line is back."""
    page.press("switch", "Online")
    page.until("document.querySelector('.state').textContent.startsWith('offline')")
    page.run("document.querySelector('textarea').focus()")
    page.type("Saved for later")
    page.key("Enter")
    page.until("document.querySelector('.waiting .words')?.textContent === 'Saved for later'")
    assert bot.call("getUpdates", offset=bot.offset) == []
    page.press("switch", "Online")
    assert bot.heard()["message"]["text"] == "Saved for later"
    page.until("!document.querySelector('.waiting')")


def test_a_chosen_picture_is_sent(page: Browser, bot: Bot, tmp_path: Path) -> None:
    """Attach, Photo, a file: the bot gets a photo."""
    Image.new("RGB", (400, 300), (10, 80, 70)).save(tmp_path / "street.jpg")
    page.press("DisclosureTriangle", "Attach")
    page.press("button", "Photo")
    page.choose_file(tmp_path / "street.jpg")
    assert bot.heard()["message"]["photo"][-1]["width"] == 400


def test_the_byte_counter_moves(page: Browser, bot: Bot) -> None:
    """What went over the wire is counted live, both ways."""
    before = page.until("document.querySelector('.bytes').textContent")
    bot.show(caption="Count me")
    page.until(f"document.querySelector('.bytes').textContent !== {json.dumps(before)}")


def test_a_network_is_chosen_on_the_phone_and_delays_it(page: Browser, bot: Bot, sandbox: Sandbox) -> None:
    """The choice goes to the sandbox and stays after a reload; what is sent waits in the phone, then goes out."""
    choose = (
        "Object.assign(document.querySelector('[aria-label=\"Network of this phone\"]'), {value: 'gprs'})"
    )
    page.run(f"{choose}.dispatchEvent(new Event('change'))")
    phone = httpx.Client(base_url=sandbox.url)
    page.until("document.querySelector('[aria-label=\"Network of this phone\"]').value === 'gprs'")
    page.until(f"fetch('/phones/{AMINA}').then(one => one.json()).then(one => one.network === 'gprs')")
    long = "slow " * 800
    phone.post(f"/phones/{AMINA}/send", json={"text": long})
    page.until("document.querySelector('.state').textContent.includes('waiting to be sent')")
    assert bot.heard()["message"]["text"] == long.strip()
    page.until("!document.querySelector('.state').textContent.includes('waiting to be sent')")
    phone.close()
    page.open(sandbox.url)
    page.until("document.querySelector('[aria-label=\"Network of this phone\"]')?.value === 'gprs'")


def test_the_page_fits_a_small_phone(page: Browser, bot: Bot, sandbox: Sandbox) -> None:
    """At 360 pixels nothing sticks out, one phone fills the screen and the tabs lead to the others."""
    httpx.post(f"{sandbox.url}/phones", json={"id": 1002, "first_name": "Otieno", "language_code": "sw"})
    bot.say("W" * 300, reply_markup=keys(["A very long label that has to break", "B"], ["C" * 40]))
    page.open(sandbox.url, 360, 740)
    page.press("link", "Otieno")
    page.until("Math.abs(document.getElementById('phone-1002').getBoundingClientRect().left) < 1")
    assert page.run("document.getElementById('phone-1002').getBoundingClientRect().width") == 360
    assert page.run("document.documentElement.scrollWidth") == 360
    wide = "[...document.querySelectorAll('.phone *')].filter(e => e.scrollWidth > 361).map(e => e.className)"
    assert page.run(wide) == []


def test_many_phones_scroll_in_their_own_strip(page: Browser, sandbox: Sandbox) -> None:
    """With more tabs than a small screen holds, the strip of tabs scrolls and the page does not."""
    for number in range(1002, 1008):
        phone = {"id": number, "first_name": f"Somebody {number}", "language_code": "en"}
        httpx.post(f"{sandbox.url}/phones", json=phone)
    page.open(sandbox.url, 360, 740)
    page.find("link", "Somebody 1007")
    assert page.run(
        "document.getElementById('tabs').scrollWidth > document.getElementById('tabs').clientWidth"
    )
    assert page.run("document.documentElement.scrollWidth") == 360
    assert page.run("document.body.scrollWidth") == 360


def test_an_arabic_phone_is_mirrored(page: Browser, bot: Bot, sandbox: Sandbox) -> None:
    """Right to left: the first key of a row stands right, the text runs right, my bubbles stay right."""
    httpx.post(f"{sandbox.url}/phones", json={"id": 1002, "first_name": "ليلى", "language_code": "ar"})
    page.press("button", "ابدأ")
    assert bot.heard()["message"]["text"] == "/start"
    bot.call("sendMessage", chat_id=1002, text="مرحبا", reply_markup=keys(["طريق", "مبنى"]))
    page.find("button", "مبنى")
    left = "[...document.querySelectorAll('#phone-1002 .row button')].map(key => key.getBoundingClientRect().left)"
    first, second = page.run(left)
    assert first > second
    style = "getComputedStyle(document.querySelector('#phone-1002 .bot .words')).direction"
    assert page.run(style) == "rtl"
    sides = (
        "['bot', 'mine'].map(k => document.querySelector(`#phone-1002 .${k}`).getBoundingClientRect().left)"
    )
    theirs, mine = page.run(sides)
    assert mine > theirs


def test_the_keyboard_alone_is_enough(page: Browser, new_bot: Bot) -> None:
    """Start, a typed answer, a key and the offline switch, with Tab and Enter, always seeing where one is."""
    bot = new_bot
    _tab_to(page, "Start")
    page.key("Enter")
    assert bot.heard()["message"]["text"] == "/start"
    page.until("document.activeElement.matches('textarea')")
    page.type("by hand")
    page.key("Enter")
    assert bot.heard()["message"]["text"] == "by hand"
    bot.say("Which?", reply_markup=keys(["Road", "Building"]))
    page.find("button", "Building")
    _tab_to(page, "Building")
    page.key("Enter")
    assert bot.heard()["message"]["text"] == "Building"
    _tab_to(page, "Online")
    page.key("Enter")
    page.until("document.querySelector('.state').textContent.startsWith('offline')")


def _tab_to(page: Browser, name: str) -> None:
    focused = "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent)"
    for _ in range(40):
        page.key("Tab")
        if page.run("document.activeElement !== document.body"):
            assert page.run("getComputedStyle(document.activeElement).outlineStyle") != "none"
        if page.run(focused) == name:
            return
    raise AssertionError(f"Tab never reached {name!r}")


def test_the_focus_stays_on_the_same_key_when_the_keys_change(page: Browser, bot: Bot) -> None:
    """Answering task after task by keyboard does not start from the top of the page each time."""
    bot.say("1", reply_markup=keys(["🐟 Road", "🐟 Building"]))
    page.find("button", "🐟 Building")
    page.run("document.querySelectorAll('.row button')[1].focus()")
    bot.say("2", reply_markup=keys(["🔑 Road", "🔑 Building"]))
    page.find("button", "🔑 Building")
    assert page.run("document.activeElement.textContent") == "🔑 Building"


def test_hostile_words_are_shown_as_words(page: Browser, bot: Bot, sandbox: Sandbox) -> None:
    """Markup in a text, a caption, a label, a name or a file's name is inert, and so is a script link."""
    bad = "<img src=x onerror='window.hit=1'>"
    httpx.post(f"{sandbox.url}/phones", json={"id": 1002, "first_name": bad, "language_code": "en"})
    bot.say(bad, reply_markup=keys([bad]))
    bot.show(caption=bad)
    bot.call("sendDocument", {"document": (f"{bad}.txt", b"x")}, chat_id=AMINA)
    inline = {"inline_keyboard": [[{"text": bad, "callback_data": bad}]]}
    bot.say("javascript:window.hit=1", entities=[], reply_markup=inline)
    page.find("button", bad)
    page.until(
        "document.querySelectorAll('.bot').length === 4 && document.querySelectorAll('.phone').length === 2"
    )
    assert page.run("document.querySelectorAll('img[src=x], a[href^=javascript]').length") == 0
    assert page.run("window.hit") is None
    assert page.run("document.querySelector('.bot .words').textContent") == bad


def test_every_control_has_a_name(page: Browser, bot: Bot) -> None:
    """A screen reader finds no nameless control, in the phone, its menus and the drawers; the log is polite."""
    bot.show(caption="See /data", reply_markup=keys(["Road"]), has_spoiler=True)
    page.find("button", "Road")
    page.run("document.querySelectorAll('details').forEach(menu => menu.open = true)")
    for drawer in ("Phone", "Network"):
        page.press("button", drawer)
        assert [control for control in page.controls() if not control[1].strip()] == []
    expected = {("switch", "Online"), ("textbox", "Message"), ("button", "Send"), ("button", "Show picture")}
    assert expected <= set(page.controls())
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    roles = {node["role"]["value"] for node in nodes if not node["ignored"]}
    assert {"main", "banner", "log", "region", "heading"} <= roles
    assert page.run("document.querySelector('[role=log]').getAttribute('aria-live')") == "polite"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(page: Browser, bot: Bot, scheme: str) -> None:
    """Every word has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), by day and by night, online and offline."""
    bot.show(caption="See /data", reply_markup=keys(["Road"]))
    page.find("button", "Road")
    page.press("switch", "Online")
    page.press("button", "Road")
    page.until("document.querySelector('.waiting') !== null")
    page.prefer(prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
    page.press("button", "Network")
    assert page.run(FAINT_WORDS) == []


def test_a_person_who_reads_further_up_is_left_there(page: Browser, bot: Bot) -> None:
    """New messages do not drag the page down; a key leads to the newest."""
    for number in range(12):
        bot.say(f"Line {number}\n\n\n")
    page.until("document.body.innerText.includes('Line 11')")
    page.run("document.querySelector('.log').scrollTo({top: 0, behavior: 'instant'})")
    page.find("button", "To the newest message")
    bot.say("The newest")
    page.until("document.body.innerText.includes('The newest')")
    assert page.run("document.querySelector('.log').scrollTop") == 0
    page.press("button", "To the newest message")
    page.until(
        "(log => log.scrollHeight - log.scrollTop - log.clientHeight < 2)(document.querySelector('.log'))"
    )


def test_the_page_outlives_a_restart_of_the_server(chromium: Browser, tmp_path: Path) -> None:
    """While the pretend Telegram is away the page says so; when it is back the page goes on by itself."""
    with start(tmp_path) as first:
        chromium.open(first.url)
        chromium.press("button", "Start")
        chromium.find("textbox", "Message")
        port = int(first.url.rpartition(":")[2])
    chromium.until("document.body.innerText.includes('Reconnecting')")
    with start(tmp_path, port=port) as second:
        second.call("sendMessage", chat_id=AMINA, text="Back again")
        chromium.until("document.body.innerText.includes('Back again')", seconds=15)
        chromium.until("!document.body.innerText.includes('Reconnecting')")
        assert chromium.run("document.querySelectorAll('.mine').length") == 1
        chromium.call("Page.navigate", url="about:blank")


def test_a_phone_is_added_from_the_drawer(page: Browser) -> None:
    """A name, a language, a kind of phone, and the new phone stands beside Amina."""
    page.press("button", "Phone")
    page.until("document.activeElement.name === 'first_name'")
    page.run(
        "document.activeElement.value = 'Chloé'; document.querySelector('[name=language_code]').value = 'fr'"
    )
    page.press("button", "Add phone")
    page.find("button", "Démarrer")
    assert page.run("document.querySelectorAll('.phone').length") == 2


def test_six_phones_are_alive_at_once(page: Browser, bot: Bot, sandbox: Sandbox) -> None:
    """More phones than a browser opens connections to one host: each still hears, and keys still answer."""
    for number in range(1002, 1007):
        sandbox.phone(number, f"Phone {number}").send("/start")
        bot.call("sendMessage", chat_id=number, text=f"Hello {number}")
    for number in range(1002, 1007):
        page.until(f"document.querySelector('#phone-{number} .bot .words')?.textContent === 'Hello {number}'")
    bot.say("Which?", reply_markup=keys(["Road"]))
    page.press("button", "Road")
    page.until("document.querySelector('#phone-1001 .mine:last-child .words')?.textContent === 'Road'")


def test_a_second_device_shows_the_same_chat(page: Browser, bot: Bot) -> None:
    """One account on two phones: what is said to one stands on both."""
    page.press("DisclosureTriangle", "More")
    page.press("button", "Second device")
    page.until("document.querySelectorAll('h2')[1]?.textContent === 'Amina 2'")
    bot.say("To both")
    page.until("document.querySelectorAll('.bot').length === 2")


def test_the_network_drawer_moves_the_clock_and_spoils_the_line(page: Browser, sandbox: Sandbox) -> None:
    """An hour passes at a press; the bad line is set and taken back."""
    page.press("button", "Network")
    before = page.until("(shown => shown.length > 1 && shown)(document.querySelector('#clock').textContent)")
    page.press("button", "+1 hour")
    page.until(f"document.querySelector('#clock').textContent !== {json.dumps(before)}")
    page.press("button", "Bad line")
    page.until("document.querySelector('[data-line=bad]').getAttribute('aria-pressed') === 'true'")
    assert httpx.get(f"{sandbox.url}/faults").json()["rates"]["delay"] > 0
    page.press("button", "Good line")
    page.until("document.querySelector('[data-line=good]').getAttribute('aria-pressed') === 'true'")


FAINT_WORDS = """(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  let seen = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility() || node.closest('.unseen, script, noscript')) continue;
    const [one, two] = [light(parts(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
    seen += 1;
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < 4.5) faint.push([walker.currentNode.textContent, ratio.toFixed(2)]);
  }
  return seen > 15 ? faint : ['only', seen];
})()"""

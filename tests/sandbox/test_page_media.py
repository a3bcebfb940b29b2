"""Sounds, clips, stickers and albums on the page of phones, in a real Chromium."""

import json
from pathlib import Path

from tests.browser import Browser, chromium
from tests.pretend import Sandbox
from tests.sandbox.made import clip, picture, sound
from tests.sandbox.test_page import AMINA, Bot, bot, new_bot, page

__all__ = ["bot", "chromium", "new_bot", "page"]


def test_a_voice_and_a_sound_have_players_that_play(page: Browser, bot: Bot) -> None:
    """What the phone has fetched by itself can be played at once; a sound says what it is called."""
    bot.call("sendVoice", {"voice": ("a.ogg", sound("ogg"))}, chat_id=AMINA, caption="Listen")
    bot.call("sendAudio", {"audio": ("a.mp3", sound("mp3"))}, chat_id=AMINA, title="Rain", performer="Nobody")
    page.until("document.querySelectorAll('audio').length === 2")
    page.until("[...document.querySelectorAll('audio')].every((one) => one.duration > 1.5)")
    assert page.run("document.querySelector('.sound span').textContent") == "Rain · Nobody"
    page.run("document.querySelector('audio').muted = true; document.querySelector('audio').play()")
    page.until("document.querySelector('audio').currentTime > 0.1")
    assert "0:02" in page.run("document.querySelector('.sign .size').textContent")


def test_a_clip_is_played_and_a_covered_one_is_uncovered_first(page: Browser, bot: Bot) -> None:
    """The second lies under a cover that a press takes away."""
    bot.call("sendVideo", {"video": ("a.mp4", clip())}, chat_id=AMINA)
    bot.call("sendVideo", {"video": ("b.mp4", clip(3))}, chat_id=AMINA, has_spoiler=True)
    page.until("document.querySelectorAll('video').length === 2")
    page.until("document.querySelector('video').videoWidth === 64")
    assert page.run("document.querySelectorAll('.covered').length") == 1
    page.press("button", "Show video")
    page.until("!document.querySelector('.covered')")


def test_a_large_sound_costs_nothing_until_it_is_asked_for(page: Browser, bot: Bot, sandbox: Sandbox) -> None:
    """Its key says the bytes; pressed, it is fetched, counted and has a player."""
    content = sound("mp3") + bytes(1_100_000)
    bot.call("sendAudio", {"audio": ("long.mp3", content)}, chat_id=AMINA)
    before = sandbox.phone().look()["content_down"]
    page.press("button", "Load sound, 1.1 MB")
    page.until("document.querySelector('audio') !== null")
    assert sandbox.phone().look()["content_down"] - before == len(content)


def test_an_album_stands_together_and_a_sticker_stands_bare(page: Browser, bot: Bot) -> None:
    """Pictures of one group are joined to each other; a sticker has no bubble."""
    items = [{"type": "photo", "media": "attach://one"}, {"type": "video", "media": "attach://two"}]
    files = {"one": ("1.jpg", picture()), "two": ("2.mp4", clip())}
    bot.call("sendMediaGroup", files, chat_id=AMINA, media=json.dumps(items))
    bot.call("sendSticker", {"sticker": ("s.webp", picture("WEBP", 64, 64))}, chat_id=AMINA)
    page.until("document.querySelector('img.sticker')?.complete")
    assert page.run("document.querySelectorAll('.message.joined').length") == 1
    assert page.run("document.querySelectorAll('.bubble.bare').length") == 1
    page.run("document.querySelector('.phone').style.width = '360px'")
    assert page.run(
        "document.querySelector('.log').scrollWidth <= document.querySelector('.log').clientWidth"
    )


def test_files_are_sent_as_what_was_chosen(page: Browser, bot: Bot, tmp_path: Path) -> None:
    """A voice note, a sound, a sticker, a clip."""
    for choice, name, content, kind in (
        ("Voice", "a.ogg", sound("ogg"), "voice"),
        ("Sound", "a.mp3", sound("mp3"), "audio"),
        ("Sticker", "a.webp", picture("WEBP", 64, 64), "sticker"),
        ("Video", "a.mp4", clip(), "video"),
    ):
        (tmp_path / name).write_bytes(content)
        page.events.clear()
        page.press("DisclosureTriangle", "Attach")
        page.press("button", choice)
        page.choose_file(tmp_path / name)
        assert kind in bot.heard()["message"]


def test_what_is_recorded_in_this_browser_goes_as_a_file(page: Browser, bot: Bot) -> None:
    """Chromium records WebM, which no app sends as a voice; too short a press only says how it is done."""
    key = page.find("button", "Hold to record")
    page.call("DOM.focus", backendNodeId=key)
    page.key("Enter")
    page.until("document.querySelector('.record').getAttribute('aria-pressed') === 'true'")
    page.run("new Promise((wake) => setTimeout(wake, 900))")
    page.key("Enter")
    sent = bot.heard()["message"]["document"]
    assert sent["mime_type"] == "audio/webm" and sent["file_size"] > 100
    page.press("button", "Hold to record")
    page.until("document.querySelector('.refused').textContent.includes('Hold the key')")


def test_a_pack_is_sent_and_a_results_file_comes_back_to_be_saved(
    page: Browser, bot: Bot, tmp_path: Path
) -> None:
    """Attach, Document, a zip: the bot gets it by its name; a file of the bot shows name and size and can be saved."""
    (tmp_path / "shoes.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    page.events.clear()
    page.press("DisclosureTriangle", "Attach")
    page.press("button", "Document")
    page.choose_file(tmp_path / "shoes.zip")
    sent = bot.heard()["message"]["document"]
    assert (sent["file_name"], sent["file_size"]) == ("shoes.zip", 22)
    bot.call("sendDocument", {"document": ("results.csv", b"a,b\n" * 500, "text/csv")}, chat_id=AMINA)
    page.until("document.querySelector('.bot .file')?.textContent === 'results.csv'")
    assert "2.0 kB" in page.run("document.querySelector('.bot .size').textContent")
    assert page.run("document.querySelector('.bot a.file').download") == "results.csv"
    saved = "fetch(document.querySelector('.bot a.file').href).then((one) => one.text())"
    assert page.run(saved) == "a,b\n" * 500


def test_an_invoice_is_paid_on_the_page(page: Browser, bot: Bot) -> None:
    """Its key says the price; a no shows the bot's sentence, a yes that it is paid, and then the key is dead."""
    asked = {"title": "Pay in", "description": "For your packs", "payload": "p", "provider_token": "1:TEST:a"}
    bot.call("sendInvoice", chat_id=AMINA, currency="USD", prices=[{"label": "x", "amount": 2050}], **asked)
    for ok, words in ((False, "Ask for a new one"), (True, "Paid")):
        page.press("button", "Pay $20.50")
        number = bot.heard()["pre_checkout_query"]["id"]
        page.until("document.querySelector('.stands')?.textContent === 'Paying …'")
        said = {} if ok else {"error_message": words}
        bot.call("answerPreCheckoutQuery", pre_checkout_query_id=number, ok=ok, **said)
        page.until(f"document.querySelector('.stands')?.textContent === {json.dumps(words)}")
    assert page.run("document.querySelector('.inline button').disabled") is True
    page.until("document.querySelector('.mine .invoice')?.textContent === 'Paid $20.50'")

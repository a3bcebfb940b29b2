"""What goes with a message: made when it is sent, by what the screen asks for."""

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bot import screens
from bot.chat import enclosing
from bot.domain.outcomes import OUTCOMES, Outcome
from bot.domain.outcomes.bundles import Bundle
from bot.domain.outcomes.requester import PackStatus, ResultFile, Template
from bot.domain.outcomes.worker import About
from bot.media.store import MissingMedia, Store
from bot.screens.samples import sample_house, samples
from bot.texts import Translator

READ_NEVER = {
    "Case",  # why hard content can't be shown just now
    "Between",  # why nothing is shown now is said once
    "LookFirst",  # nor to whoever looks at what was reported
    "Choices",  # that it was switched off too
    "Welcome",
    "IsItYours",
}  # said at once, and not again: a first name, a whole number
READ_AGAIN = {"ResultFile"}  # stored whole, and looked at once more when it is sent


def made(outcome: Outcome, t: Translator, store: Store) -> enclosing.Enclosure | None:
    """What goes with an outcome's own screen; whether anything does was told beforehand."""
    screen = screens.show(outcome, t, sample_house)
    found = enclosing.made(outcome, screen, store)
    assert enclosing.goes_with(outcome, screen) == (found is not None)
    return found


def test_what_is_passing_is_read_when_it_is_sent() -> None:
    """An outcome whose content is not stored is in the table, or its screen would come without it later."""
    passing = {
        name
        for name, outcome in OUTCOMES.items()
        if any(one.metadata.get("passing") for one in dataclasses.fields(outcome))  # type: ignore[arg-type]
    }
    assert {one.__name__ for one in enclosing.READ} == (passing - READ_NEVER) | READ_AGAIN


def test_each_wish_is_made_in_its_own_way(english: Translator, tmp_path: Path) -> None:
    """A chart and a sheet of pictures are photographs, an example a zip, a kept file a document, and words alone take nothing with them."""
    store = Store(tmp_path)
    kept = store.put(b"task,answer\n")
    status = next(one for _, one in samples() if isinstance(one, PackStatus))
    chart = made(status, english, store)
    assert chart is not None and chart.method == "sendPhoto" and chart.content.startswith(b"\x89PNG")
    example = made(Template("choice", ("choice",)), english, store)
    assert example is not None and "pack.toml" in str(zipfile.ZipFile(io.BytesIO(example.content)).namelist())
    result = made(ResultFile("streets", "streets.csv", kept, 12), english, store)
    assert result == enclosing.Enclosure("sendDocument", "document", "streets.csv", b"task,answer\n")
    bundle = next(one for _, one in samples() if isinstance(one, Bundle) and one.bytes_max and not one.held)
    picture = store.put(_drawn())
    bundle = dataclasses.replace(
        bundle, items=tuple(dataclasses.replace(one, picture=picture) for one in bundle.items)
    )
    sheet = made(bundle, english, store)
    assert sheet is not None and sheet.method == "sendPhoto" and sheet.content.startswith(b"\xff\xd8")
    assert made(About(), english, store) is None


def _drawn() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(out, "PNG")
    return out.getvalue()


def test_a_file_that_is_gone_is_not_sent_as_if_it_were_there(english: Translator, tmp_path: Path) -> None:
    """It lay there longer than files are kept; whoever sends the message says so."""
    with pytest.raises(MissingMedia):
        made(ResultFile("streets", "streets.csv", "0" * 64, 12), english, Store(tmp_path))

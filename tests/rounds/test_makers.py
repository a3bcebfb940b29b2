"""What is made of items' files: every form a kind wants, within the bytes there are, or a sentence why not."""

from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from bot.domain import wire
from bot.kinds import Wanted, kinds, spec
from bot.media import containers
from bot.media.refused import MediaRefused
from bot.media.thrift import Space
from bot.rounds import media
from bot.rounds.fitting import Fitted, Small
from bot.rounds.makers import MAKERS, Made, Room
from tests.makers_media import beeps, clip_file, cuts, moving, sound_file, speech
from tests.media.test_writing import scan

ROOM = Room(first=Space(6_000, 8_000), larger=40_000)


def tight(most: int) -> Room:
    """Room for a first medium of so many bytes."""
    return replace(ROOM, first=Space(most, most))


def picture(colour: str = "#3080a0", size: tuple[int, int] = (640, 480)) -> bytes:
    """A plain picture's file."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def noise(size: tuple[int, int], strength: int) -> bytes:
    """What no encoder makes small: the same each time."""
    out, width = BytesIO(), 97
    rows = Random(5).randbytes(width * 97)
    tile = Image.frombytes("L", (width, 97), rows).point(lambda level: 128 + (level - 128) * strength // 128)
    whole = Image.new("L", size)
    for left in range(0, size[0], width):
        for top in range(0, size[1], width):
            whole.paste(tile, (left, top))
    whole.save(out, "PNG")
    return out.getvalue()


def film(seconds: int = 2) -> bytes:
    """A circle that moves, and after a cut a square."""
    count = seconds * 5
    scenes = [moving(shape, (0.1, 0.5), (0.9, 0.5), (160, 120), count) for shape in ("circle", "square")]
    return clip_file(cuts(scenes))


def test_every_form_that_a_kind_wants_has_a_maker() -> None:
    """No pack meets a kind whose media nobody makes."""
    wanted = {
        one.form
        for kind in kinds().values()
        for one in kind.media(spec(kind.name, kind.example["settings"], ("en", "sw")))
    }
    assert {"picture", "grid", "audio", "video"} <= wanted | {"pair"} <= MAKERS.keys()


def test_pictures_come_in_the_sizes_that_are_wanted() -> None:
    """As it is, as a pair, under a grid: one of each edge."""
    contents = {"picture": picture(), "picture_b": picture("#a05030")}
    for form in ("picture", "pair", "grid"):
        made = MAKERS[form](contents, Wanted("picture", form, (320, 480), cells=(4, 3)), ROOM)
        assert [max(one.width, one.height) for one in made] == [320, 480] == [one.edge for one in made]
        assert {one.form for one in made} == {"picture"} and len({one.data for one in made}) == 2


def test_a_smaller_one_is_made_where_the_first_has_no_room() -> None:
    """One only, and when none has any the bytes are named."""
    contents = {"picture": noise((640, 480), 80)}
    wanted = Wanted("picture", "grid", (320, 480), cells=(4, 3))
    usual = MAKERS["grid"](contents, wanted, replace(tight(60_000), larger=200_000))
    assert [one.edge for one in usual] == [320, 480]
    made = MAKERS["grid"](contents, wanted, replace(tight(19_000), larger=200_000))
    assert [one.edge for one in made] == [260, 480]
    assert made[0].phone_bytes <= 19_000 < usual[0].phone_bytes
    with pytest.raises(MediaRefused, match="takes more than 900 bytes even when it is 160 pixels long"):
        MAKERS["grid"](contents, wanted, tight(900))


def test_a_larger_one_that_fits_no_budget_is_not_kept() -> None:
    """Nobody could be shown it; nor is one kept that is not larger."""
    contents = {"picture": noise((640, 480), 80)}
    wanted = Wanted("picture", edges=(320, 480, 800))
    made = MAKERS["picture"](contents, wanted, replace(tight(60_000), larger=200_000))
    assert [(one.edge, one.width) for one in made] == [(320, 320), (480, 480), (800, 640)]
    few = MAKERS["picture"](contents, wanted, replace(tight(60_000), larger=made[1].phone_bytes))
    assert few == made[:2]
    (one,) = MAKERS["picture"]({"picture": picture(size=(200, 150))}, wanted, ROOM)
    assert (one.edge, one.width) == (320, 200)


@pytest.mark.parametrize("form", ["picture", "pair", "grid"])
def test_each_form_of_a_picture_keeps_to_its_bytes_or_is_refused(form: str) -> None:
    """The first fits; when none does the sentence says how many bytes there were."""
    contents = {"picture": noise((500, 500), 60), "picture_b": noise((500, 500), 60)}
    wanted = Wanted("picture", form, (480,), cells=(2, 2))
    assert MAKERS[form](contents, wanted, tight(12_000))[0].phone_bytes <= 12_000
    with pytest.raises(MediaRefused, match="takes more than 500 bytes even when it is 160 pixels long"):
        MAKERS[form](contents, wanted, tight(500))


def test_a_sound_is_a_voice_note_and_where_it_may_a_smaller_one() -> None:
    """12 and 8 kbit/s, with their seconds."""
    contents = {"audio": sound_file(speech(5))}
    (usual,) = MAKERS["audio"](contents, Wanted("audio", "audio"), ROOM)
    again, saver = MAKERS["audio"](contents, Wanted("audio", "audio"), replace(ROOM, saver_audio=True))
    assert again == usual and (usual.edge, saver.edge) == (12, 8) and len(saver.data) < len(usual.data)
    assert (usual.form, usual.seconds) == ("audio", 5) and usual.data.startswith(b"OggS")
    with pytest.raises(MediaRefused, match="takes more than 100 bytes even at 12 kbit/s"):
        MAKERS["audio"](contents, Wanted("audio", "audio"), tight(100))


def test_a_film_is_a_sheet_and_a_clip() -> None:
    """The sheet in sizes as pictures, the clip last."""
    *sheets, clip = MAKERS["video"]({"video": film()}, Wanted("video", "video"), ROOM)
    assert sheets and {one.form for one in sheets} == {"picture"}
    assert sheets[0].phone_bytes <= ROOM.first.most
    assert (clip.form, clip.seconds, clip.edge) == ("video", 2, 160) and len(clip.data) <= ROOM.larger
    with pytest.raises(MediaRefused, match="takes more than 2000 bytes even as a small clip"):
        MAKERS["video"]({"video": film()}, Wanted("video", "video"), replace(ROOM, larger=2_000))


@pytest.mark.parametrize(("form", "data"), [("audio", sound_file(beeps(2))), ("video", film(1))])
def test_without_the_library_a_sentence_says_what_is_missing(
    form: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PyAV is not installed."""
    monkeypatch.setattr(containers, "available", lambda: False)
    with pytest.raises(MediaRefused, match=r"ujima\[av\]"):
        MAKERS[form]({form: data}, Wanted(form, form), ROOM)


def test_a_picture_is_made_as_a_sticker_too_where_there_is_room_for_one() -> None:
    """No longer than it is as a photo; none without room, and none that is too large."""
    contents, wanted = {"picture": picture()}, Wanted("picture", edges=(320, 800))
    made = MAKERS["picture"](contents, wanted, replace(ROOM, sticker=Space(6_000, 8_000)))
    assert [(one.form, one.edge) for one in made] == [("picture", 320), ("picture", 800), ("sticker", 320)]
    assert made[-1].phone_bytes == len(made[-1].data) < made[0].phone_bytes and made[-1].data[8:12] == b"WEBP"
    usual = MAKERS["picture"](contents, wanted, replace(ROOM, sticker=Space(10, 10)))
    assert usual == made[:-1] == MAKERS["picture"](contents, wanted, ROOM)


def test_a_grey_picture_has_no_colours() -> None:
    """As the pack wishes."""
    (made,) = MAKERS["picture"](
        {"picture": picture("#c01020")}, Wanted("picture", edges=(320,), grey=True), ROOM
    )
    with Image.open(BytesIO(made.data)) as shown:
        red, green, blue = shown.convert("RGB").resize((1, 1)).split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_a_picture_of_writing_is_made_as_few_greys_too_where_it_is_read() -> None:
    """Last, and smaller than a photo of the same size; where nothing is read, or nothing written, there is none."""
    out = BytesIO()
    scan(28, 4, 0.6).save(out, "PNG")
    wanted = Wanted("picture", edges=(320,), reads=True)
    made = MAKERS["picture"]({"picture": out.getvalue()}, wanted, tight(11_500))
    assert [one.form for one in made] == ["picture", "writing"] and made[1].edge >= 480
    assert made[1].phone_bytes == len(made[1].data) <= 11_500 and made[1].data.startswith(b"\x89PNG")
    usual = MAKERS["picture"]({"picture": out.getvalue()}, replace(wanted, reads=False), tight(11_500))
    assert usual == made[:1]
    assert len(MAKERS["picture"]({"picture": picture()}, wanted, ROOM)) == 1
    assert media.medium_bytes(fitted_of(made), 15_000) == wire.medium_bytes(made[1].phone_bytes)
    assert media.medium_bytes(fitted_of(made), 80_000, full=True) == wire.medium_bytes(made[0].phone_bytes)


def fitted_of(made: list[Made]) -> Fitted:
    """As an import notes it."""
    return Fitted("a", tuple(Small(one.edge, "b", 1, 1, one.phone_bytes, "", one.form) for one in made))


def test_hard_content_has_a_blurred_and_a_grey_file_within_its_bytes() -> None:
    """Each no larger than what is shown plainly, also of a picture that is all detail."""
    made = MAKERS["picture"](
        {"picture": noise((640, 480), 90)}, Wanted("picture", edges=(320, 480)), replace(ROOM, covers=True)
    )
    by_form = {one.form: one for one in made if one.form != "picture"}
    first = made[0]
    assert set(by_form) == {"blurred", "grey"}
    for one in by_form.values():
        assert one.edge <= first.edge and one.phone_bytes <= ROOM.first.most
    assert by_form["blurred"].phone_bytes < first.phone_bytes / 2

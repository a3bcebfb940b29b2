"""Every fault of tasks.csv is one sentence with the line its row begins on."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.packs.bounds import upload
from tests.packs.conftest import TASKS, TOML, Maker, changed, good, read

WORDS = changed(changed(TOML, 'kind = "choice"', 'kind = "text"'), 'options = ["Sneakers", "Boots"]', "")
TWO = changed(WORDS, '["en"]', '["en", "sw"]')
ONE = "id,text\n1,words\n"


def csv(*lines: str) -> str:
    """A file of these lines."""
    return "\n".join(lines) + "\n"


def test_a_row_becomes_a_task(made: Maker) -> None:
    """Texts by language, gold read by the kind, the line it stands on."""
    practice, plain, words, gold = good(made()).tasks
    assert (
        practice.practice
        and practice.gold == "boots"
        and practice.explanation == {"en": "They cover the ankle."}
    )
    assert (plain.number, plain.picture, plain.gold, plain.texts) == (3, "media/2.jpg", None, {})
    assert words.texts == {"en": "Laced, white"}
    assert gold.gold == "sneakers" and not gold.practice


def test_columns_per_language_come_in_the_order_of_the_pack(made: Maker) -> None:
    """A bare column is in the first language, the others name theirs; a gap is a warning."""
    tasks = csv("id,text.sw,text,question,question.sw", "1,Moja,One,What?,Nini?", "2,,Two,,")
    pack = good(made(TWO, tasks))
    assert list(pack.tasks[0].texts.items()) == [("en", "One"), ("sw", "Moja")]
    assert pack.tasks[0].question == {"en": "What?", "sw": "Nini?"}
    assert "tasks.csv: 1 empty in column text.sw." in pack.warnings


@pytest.mark.parametrize(
    ("tasks", "sentence"),
    [
        ("", "tasks.csv: this file is empty."),
        ("\n\n", "tasks.csv: this file is empty."),
        ("id,text\n", "tasks.csv: there is no task to answer; gold and practice are not enough."),
        (csv("id,text,gold", "1,x,Boots"), "tasks.csv: there is no task to answer; gold and practice are not enough."),
        (csv("text", "x"), "tasks.csv line 1: there is no column “id”. The first line names the columns."),
        (csv("id;text", "1;x"), "tasks.csv line 1: columns are separated by commas here; save the file as “CSV UTF-8 (comma)”."),
        (csv("id,txt", "1,x"), "tasks.csv line 1: column “txt” is not one of a pack; did you mean “text”?"),
        (csv("id,text,text.fr", "1,x,y"), "tasks.csv line 1: column “text.fr” is not one of a pack; did you mean “text”?"),
        (csv("id,text,text.en", "1,x,y"), "tasks.csv line 1: column “text” is there twice."),
        (csv("id,text" + ",text" * 255, "1,x"), "tasks.csv line 1: there are more than 256 columns."),
        (csv("id,text", "1,x,y"), "tasks.csv line 2: 3 fields, but 2 columns. A text with a comma needs quotes around it."),
        (csv("id,text", "1"), "tasks.csv line 2: 1 fields, but 2 columns."),
        (csv("id,text", ",x"), "tasks.csv line 2: this task has no id."),
        (csv("id,text", '"a\nb",x'), "tasks.csv line 2: id “a b” is not one line of at most 64 characters."),
        (csv("id,text", '1,"x\ny"', "", "1,z"), "tasks.csv line 5: id “1” is on line 2 already."),
        (csv("id,text", "1,"), "tasks.csv line 2: this task has neither a text nor a picture."),
        (csv("id,text", '1,"never closed', "2,x"), "tasks.csv line 2: from here on the file can't be read; is a quote left open?"),
        (csv("id,text", f"1,{'x' * 4_097}"), "tasks.csv line 2: column text.en has 4,097 characters; 4,096 fit."),
        (csv("id,text", f"1,{'x' * 3_001}"), "tasks.csv line 2: the text has 3,001 characters; 3,000 fit."),
        (csv("id,text,picture", f"1,{'x' * 601},media/1.jpg"), "tasks.csv line 2: the text has 601 characters; 600 fit beside a picture."),
        (csv("id,text,picture", f"1,{'🐟' * 301},media/1.jpg"), "tasks.csv line 2: the text has 602 characters; 600 fit beside a picture."),
        (csv("id,text,question", f"1,x,{'x' * 201}"), "tasks.csv line 2: the question has 201 characters; 200 fit."),
        (csv("id,text,explanation", f"1,x,{'x' * 501}"), "tasks.csv line 2: the explanation has 501 characters; 500 fit."),
        (csv("id,text", "1,a\x07b"), "tasks.csv line 2: column text.en has a character that can't be shown: U+0007."),
        (csv("id,text", "1,a", "2,\x00"), "tasks.csv line 3: a character here is NUL; a text file has none."),
        (csv("id,text,picture", "1,,../pack.toml"), "tasks.csv line 2: picture ../pack.toml is not a plain path inside media/, such as media/014.jpg."),
        (csv("id,text,gold", "1,x,boot"), "tasks.csv line 2: gold answer “boot” is not an option; did you mean “Boots”?"),
        (csv("id,text,practice", "1,x,2"), "tasks.csv line 2: practice is 1 or empty, not “2”."),
        (csv("id,text,practice", "1,x,1"), "tasks.csv line 2: a practice task needs its answer in column gold."),
        (csv("id,text,practice,gold", "1,x,1,Boots"), "tasks.csv line 2: a practice task needs an explanation."),
        (
            csv("id,text,practice,gold,explanation", *(f"{number},x,1,Boots,So." for number in range(7))),
            "tasks.csv line 8: there are more than 6 practice tasks.",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence_with_its_line(made: Maker, tasks: str, sentence: str) -> None:
    """A spoilt tasks.csv gives the sentence that helps to mend it."""
    found = read(made(tasks=tasks))
    assert isinstance(found, list)
    assert sentence in found


def test_a_file_of_another_encoding_is_told_with_the_line(made: Maker) -> None:
    """Excel's old CSV is a fault; a byte order mark is not."""
    found = read(made(tasks="id,text\n1,x\n2,Caf\u00e9\n".encode("latin-1")))
    assert found == ["tasks.csv line 3: this is not UTF-8; save the file as “CSV UTF-8”."]
    toml = changed(TOML, 'item = "media/1.jpg"', 'item = "high"')
    assert len(good(made(toml, b"\xef\xbb\xbf" + ONE.encode())).tasks) == 1


def test_a_text_without_the_first_language_is_a_fault(made: Maker) -> None:
    """Somebody could not read it."""
    found = read(made(TWO, csv("id,text,text.sw", "1,,Moja")))
    assert found == ["tasks.csv line 2: text has no “en”, the pack's first language."]


def test_gold_that_does_not_fit_its_share_is_a_warning(made: Maker) -> None:
    """A share without gold, and gold without a share, are probably not meant."""
    toml = changed(TOML, 'item = "media/1.jpg"', 'item = "high"')
    assert "tasks.csv: gold_share is set, but no task has a gold answer." in good(made(toml, ONE)).warnings
    none = changed(TOML, "estimate_s", "gold_share = 0\nestimate_s")
    assert good(made(none)).warnings == ("tasks.csv: gold_share is 0, so gold tasks are never shown.",)


def test_too_many_bytes_and_too_many_rows_are_refused(made: Maker) -> None:
    """50,000 tasks are read in seconds, one more is a fault, and so is a file of more than 20 MB."""
    toml = changed(TOML, 'item = "media/1.jpg"', 'item = "high"')
    begun = time.process_time()
    assert (
        len(good(made(toml, csv("id,text", *(f"{n},x" for n in range(upload.rows_max))))).tasks)
        == upload.rows_max
    )
    assert time.process_time() - begun < 20
    found = read(made(toml, csv("id,text", *(f"{n},x" for n in range(upload.rows_max + 1)))))
    assert found == ["tasks.csv line 50002: there are more than 50,000 tasks."]
    assert read(made(toml, "x" * 20_000_001)) == ["tasks.csv: this file is larger than 20,000,000 bytes."]


def test_fifty_thousand_missing_pictures_are_told_in_seconds(made: Maker) -> None:
    """What was meant is only looked for where it will be shown."""
    lines: Iterable[str] = (f"{n},media/missing-{n}.jpg" for n in range(upload.rows_max))
    begun = time.process_time()
    found = read(made(tasks=csv("id,picture", *lines), media=[f"there-{n}.jpg" for n in range(2_000)]))
    assert time.process_time() - begun < 20
    assert isinstance(found, list)
    assert len(found) == 51


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.integers(0, len(TASKS)))
def test_no_text_makes_reading_raise(made: Maker, inserted: str, place: int) -> None:
    """Any text inside a good file is read or faulted."""
    tasks = (TASKS[:place] + inserted + TASKS[place:]).encode(errors="surrogatepass")
    assert read(made(tasks=tasks))

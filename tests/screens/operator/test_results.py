"""What the operator reads of results: no list without an end."""

from bot.screens.operator import results


def test_results_say_what_was_read_out_and_where_it_lies() -> None:
    """Counts, the method, what is missing, the first twenty files and how many more."""
    files = [f"media/{number}.jpg" for number in range(25)]
    lines = results.read_out("streets", files, 25, 10, "majority", 2)
    assert lines[0] == "streets: 25 final answers were read out; what was read out is accepted."
    assert lines[1:3] == [
        "10 tasks have one answer by the method majority.",
        "2 files that people made are not in the store any more.",
    ]
    assert len(lines) == 3 + results.files_shown + 1 and lines[-1] == "  … and 5 more"
    assert results.read_out("streets", [], 0, 0, "majority", 0) == [
        "streets: nothing is final yet. An answer becomes final 10 minutes after it came, "
        "or when the pack's review_window_h is over."
    ]
    assert results.read_out("streets", [], 1, 1, "majority", 1) == [
        "streets: 1 final answer was read out; what was read out is accepted.",
        "1 task has one answer by the method majority.",
        "1 file that people made is not in the store any more.",
    ]


def test_results_say_how_many_answers_wait() -> None:
    """They are in no file yet, and whoever reads the files knows it."""
    lines = results.read_out("streets", [], 1, 0, "", 0, 3)
    assert lines[1] == "3 answers wait for a check: ujima review streets; silence accepts."


def test_setting_aside_says_that_pay_stays() -> None:
    """In both directions, and when it was so before."""
    assert results.aside("streets", "wabc", True, True) == [
        "wabc's answers are left out of what is made of streets. Their pay stays as it is."
    ]
    assert results.aside("streets", "wabc", False, False)[0].startswith(
        "As before, wabc's answers count again"
    )

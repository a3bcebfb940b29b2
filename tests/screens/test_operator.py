"""What the operator reads of results: plain sentences, and no list without an end."""

from bot.screens import operator


def test_results_say_what_was_read_out_and_where_it_lies() -> None:
    """Counts, the method, what is missing, the first twenty files and how many more."""
    files = [f"media/{number}.jpg" for number in range(25)]
    lines = operator.results("streets", files, 25, 10, "majority", 2)
    assert lines[0] == "streets: 25 final answers were read out; what was read out is accepted."
    assert lines[1:3] == [
        "10 tasks have one answer by the method majority.",
        "2 files that people made are not in the store any more.",
    ]
    assert len(lines) == 3 + operator.files_shown + 1 and lines[-1] == "  … and 5 more"
    assert operator.results("streets", [], 0, 0, "", 0) == [lines[0].replace("25", "0")]


def test_setting_aside_says_that_pay_stays() -> None:
    """In both directions, and when it was so before."""
    assert operator.aside("streets", "wabc", True, True) == [
        "wabc's answers are left out of what is made of streets. Their pay stays as it is."
    ]
    assert operator.aside("streets", "wabc", False, False)[0].startswith(
        "As before, wabc's answers count again"
    )

"""What /data says of the bytes: never a figure that says nothing."""

from dataclasses import replace

from bot.domain.outcomes.traffic import Traffic
from bot.screens.samples import sample_house
from bot.screens.traffic import traffic
from bot.texts import Translator


def test_less_than_a_task_for_a_megabyte_is_not_told(english: Translator) -> None:
    """ "About 0 tasks" tells nobody anything; one is told."""
    little = Traffic("saver", False, 0, 3_000_000, 1, 40_000)
    assert "One megabyte" not in traffic(little, english, sample_house).text
    assert "about 1 task," in traffic(replace(little, month=900_000), english, sample_house).text

"""A refusal says why, in words that follow the file's name, wherever it was raised."""

import pickle

import pytest

from bot.media.images import PictureRefused
from bot.media.refused import MediaRefused
from bot.media.sound import SoundRefused


@pytest.mark.parametrize("kind", [PictureRefused, SoundRefused])
def test_a_refusal_reads_as_a_sentence_after_the_name_and_survives_the_way_between_processes(
    kind: type[MediaRefused],
) -> None:
    """It is raised behind the fence, and read in front of it."""
    refusal = kind("is longer than {seconds} seconds", {"seconds": 60})
    crossed = pickle.loads(pickle.dumps(refusal))
    assert type(crossed) is kind and crossed.facts == {"seconds": 60}
    assert f"talk.ogg {crossed}" == "talk.ogg is longer than 60 seconds"

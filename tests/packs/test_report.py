"""A report survives being written down."""

import json
from pathlib import Path

from bot.packs.faults import Found
from bot.packs.report import Report, refused
from tests.packs.conftest import Maker
from tests.packs.test_spool import written


def test_a_report_comes_back_from_json_as_it_was(made: Maker, tmp_path: Path) -> None:
    """Form, counts and sentences, of a good pack and of a refused one."""
    report = written(made(), tmp_path / "spool")
    assert Report.from_dict(json.loads(json.dumps(report.as_dict()))) == report
    assert report.rows == 4
    bad = refused("this is not a pack.", "pack.zip")
    assert Report.from_dict(json.loads(json.dumps(bad.as_dict()))) == bad
    assert bad.faults == (Found("pack.zip", 0, "", "", "", "this is not a pack."),)

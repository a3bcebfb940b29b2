"""The bench's pieces run, on very little; no time is judged."""

import json
import os
from pathlib import Path

import pytest

from bot import ledger
from bot.results.methods import dawid_skene
from tests.bench import (
    aggregation,
    answers,
    answers_postgres,
    backups,
    chaos,
    commands,
    drill,
    footprint,
    gprs,
    growth,
    imports,
    kills,
    machine,
    outgoing,
    packs,
    photographs,
    pictures,
    profile,
    raw,
    selection,
    stock,
    transfers,
    upgrade,
    weight,
    wire,
)
from tests.bench.__main__ import main
from tests.bench.figures import Figures, percentile, ratios, short, spread, waits
from tests.bench.part import every
from tests.conftest import PostgresServer
from tests.results.crowd import crowd


def told(name: str, found: Figures) -> list[str]:
    """A part's lines; its rows can be made of the same figures."""
    assert all(row.figure and row.measured for row in every()[name].table(found))
    return every()[name].told(found)


tiny = commands.Size(callers=(1, 3), people=3, rounds=2, seconds=0.05, tasks=2_000)


def test_figures_are_medians_with_their_range_over_rounds() -> None:
    """Three rounds give their median, least and most; ratios are taken round by round."""
    assert spread([3.0, 1.0, 2.0]) == {"median": 2.0, "min": 1.0, "max": 3.0, "rounds": 3}
    assert ratios([2.0, 8.0], [1.0, 2.0]) == {"median": 3.0, "min": 2.0, "max": 4.0, "rounds": 2}
    assert waits([float(n) for n in range(1, 101)]) == {"p50_ms": 50.0, "p99_ms": 99.0, "waits": 100}
    assert percentile([7.0], 0.99) == 7.0
    assert short(123456.0) == 123500.0


def test_the_machine_is_described_and_a_process_is_measured() -> None:
    """Where the figures come from is printed, and /proc gives processor time and memory."""
    assert machine.described()["cpus"] >= 1
    assert machine.cpu_s(os.getpid()) > 0
    assert machine.memory_peak_mb(os.getpid()) > 10


@pytest.mark.anyio
async def test_whole_answers_are_compared_with_bare_sqlite(tmp_path: Path) -> None:
    """Ours and the bare connection both answer, and the ratio of each number of callers is told."""
    found = await commands.measure_sqlite(tmp_path, tiny)
    assert set(found["callers"]) == {"1", "3"}
    assert found["callers"]["3"]["ratio_ours_to_bare"]["median"] > 0
    assert told("sqlite", found)[0].startswith("  bare: ")


@pytest.mark.anyio
async def test_whole_answers_are_compared_with_bare_psycopg(postgres_server: PostgresServer) -> None:
    """The same on PostgreSQL, and how durable its commits are is told."""
    found = await commands.measure_on(postgres_server.url, tiny)
    assert found["fsync"] in ("on", "off")
    assert found["callers"]["1"]["answers_a_second"]["rounds"] == 2


def test_a_bare_answer_is_eleven_statements_that_keep_their_sums(tmp_path: Path) -> None:
    """What the bare answer books adds up to nothing, and each answer has its three postings."""
    bare, connection = raw.on_sqlite(tmp_path / "raw.db", 10)
    for _ in range(600):
        bare.answer()
    rows = {
        name: connection.execute(f"SELECT count(*) FROM raw_{name}").fetchone()[0]
        for name in ("answers", "postings")
    }
    booked = connection.execute("SELECT sum(amount) FROM raw_postings").fetchone()[0]
    standing = connection.execute("SELECT sum(amount) FROM raw_balances").fetchone()[0]
    connection.close()
    assert rows == {"answers": 600, "postings": 1800}
    assert (booked, standing) == (0, 0)
    assert len(raw.ANSWER) + 1 + len(raw.TAKE) == 11


tiny_packs = selection.Size(tasks=(700, 1_300), people=30, had=5, times=6)


@pytest.mark.anyio
async def test_the_next_task_is_timed_for_five_sorts_of_people(tmp_path: Path) -> None:
    """Newcomers, people halfway, the diligent and those with a long day are served from a small and a large pack."""
    found = await selection.measure_sqlite(tmp_path, tiny_packs)
    assert all(found[size][name]["waits"] == 6 for size in ("small", "large") for name in selection.sorts)
    assert found["done_by_the_diligent"] == 433 and len(told("selection", found)) == 6


@pytest.mark.anyio
async def test_the_next_task_is_timed_on_postgres_too(postgres_server: PostgresServer) -> None:
    """The same on PostgreSQL."""
    found = await selection.measure_on(postgres_server.url, tiny_packs)
    assert found["large_to_small"].keys() == set(selection.sorts)
    assert len(told("selection_postgres", found)) == 6


def test_kills_are_counted_beside_an_echo_bots(tmp_path: Path) -> None:
    """Some kills under load lose and double nothing, and the echo bot is killed too."""
    found = kills.measure(tmp_path, kills.Size(kills=2, echo_kills=1, tasks=1_000))
    assert (found["lost"], found["doubled"], found["unpaid"], found["faults_of_the_book"]) == (0, 0, 0, [])
    assert found["pressed"] > 5 and found["echo"]["written"] > 0
    assert len(told("kills", found)) == 2


def test_the_footprint_is_that_of_running_programs_and_of_the_lock(tmp_path: Path) -> None:
    """Both bots start and poll; a crowd makes them larger; the lock's releases are on this disk."""
    size = footprint.Size(rounds=1, people=2, seconds=0.3, tasks=1_000)
    found = footprint.measure(tmp_path, size)
    assert found["memory_mb"]["ujima"]["load"] >= found["memory_mb"]["ujima"]["idle"] > 10
    assert found["start_to_first_poll_s"]["ujima"]["rounds"] == 1
    assert 30 < found["installed"]["packages"] < 100 and found["installed"]["without_av_mb"] > 50
    assert len(told("footprint", found)) == 4


def test_the_whole_program_answers_a_crowd_beside_an_echo_bot(tmp_path: Path) -> None:
    """Both bots run as processes of their own, answer text and picture tasks, and stop."""
    size = answers.Size(people=4, rounds=1, seconds=0.6, tasks=5_000)
    answers.stocked(tmp_path / "data", size.tasks)
    found = answers.measure(tmp_path / "data", size)
    for way in answers.ways:
        assert found[way]["ujima"]["press_to_next_under_load"]["waits"] > 4
        assert found[way]["echo"]["press_to_next_one_person"]["waits"] > 1
        assert found[way]["lines"].keys() == answers.long_lines.keys()
    assert len(told("answers", found)) == 5 * len(answers.ways)


def test_the_plain_reference_finds_what_ours_finds() -> None:
    """Both are the same EM: after as many rounds the probabilities agree; and the figures are told."""
    given, _, _ = crowd([0, 1, 2, 3] * 10, ["careful"] * 6, 3, seed=1)
    assert aggregation.plain(given, 4) == pytest.approx(dawid_skene.fit(given, rounds=4).classes, abs=1e-9)
    found = aggregation.measure(aggregation.Size(tasks=200, rounds=1, plain_tasks=50, plain_rounds=1))
    assert found["right_by_dawid_skene"] > 0.8
    assert len(told("aggregation", found)) == 2


def test_one_part_is_printed_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard output is JSON and nothing else; people read standard error."""
    monkeypatch.setattr("tests.bench.selection.Size", lambda: tiny_packs)
    main(["--only", "selection", "--folder", str(tmp_path)])
    printed = capsys.readouterr()
    assert json.loads(printed.out)["parts"]["selection"]["tasks"] == [700, 1_300]
    assert "Measuring selection" in printed.err


def test_checking_packs_is_measured_by_rows(tmp_path: Path) -> None:
    """Each size has its figures, and a further row its cost."""
    found = packs.measure(tmp_path, packs.Size((50, 3_000)))
    assert found["3000"]["rows_a_s"] > 0 and len(found["further_row_us"]) == 1
    assert packs.lines(found)[0].startswith("         50 rows: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.anyio
async def test_imports_are_measured_beside_presses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come in, the pack is launched and closed, and somebody answers all the while."""
    monkeypatch.setattr(imports, "quiet_s", 0.1)
    monkeypatch.setattr(imports, "tasks_beside", 2_000)
    found = await imports.measure(tmp_path, [50, 600])
    assert found["600"]["presses_meanwhile"]["presses"] > 0 and len(found["further_row_us"]) == 1


@pytest.mark.anyio
async def test_photographs_are_measured_with_an_end_and_a_restart(tmp_path: Path) -> None:
    """An end in the middle leaves nothing; a restart goes on with what was fitted."""
    found = await photographs.measure(tmp_path, 12)
    assert found["left_by_an_end_in_the_middle"] == 0
    assert found["fitted_before_the_restart"] >= 1


small_book = growth.Size(rounds=2, transfers=20, at_once=10, workers=4, entries=(100, 1_000), times=20)


@pytest.mark.anyio
async def test_transfers_are_compared_with_the_same_rows_written_barely(tmp_path: Path) -> None:
    """Ours and the bare rows are measured, and what was written in bulk proves as if it had been posted."""
    found = await transfers.measure_sqlite(tmp_path, small_book)
    assert found["ratio_ours_to_bare"]["median"] > 0
    assert found["grown"]["largest_to_smallest"].keys() == {"transfer", "statement", "balance"}
    assert told("book_sqlite", found)[0].startswith("  ") and "transfers/s" in told("book_sqlite", found)[0]
    for name in ("transfers.db", "grown-1000.db"):
        async with stock.opened(f"sqlite://{tmp_path / name}") as database:
            assert await database.read(ledger.check, whole=True) == []


@pytest.mark.anyio
async def test_transfers_are_compared_on_postgres_too(postgres_server: PostgresServer) -> None:
    """The same on PostgreSQL."""
    found = await transfers.measure_on(postgres_server.url, small_book)
    assert found["transfers_a_second"]["rounds"] == 2 and found["grown"]["microseconds"].keys() == {
        "100",
        "1000",
    }


def test_photographs_are_compared_with_what_people_would_send() -> None:
    """Bytes on a phone and on the wire, after the re-encoding; every one of ours is like."""
    found = pictures.measure(pictures.samples()[:3])
    assert found["ours"]["likeness"]["of_0.92"] == 3 == found["photographs"]
    assert found["ours_to_plain"] < 1 < found["cpu_ms"]["median"]
    assert found["ours"]["wire_bytes"]["median"] > found["ours"]["picture_bytes"]["median"]
    assert told("pictures", found)[0].startswith("  ours: median ")


def test_work_is_measured_on_the_wire_of_a_phone(tmp_path: Path) -> None:
    """A first visit, some photographs and texts: a text task costs less than a photograph, and that less than the visit."""
    found = wire.measure(tmp_path, wire.Size(photographs=4, texts=2, packs=("plain-words",)))
    text, photo = found["further_text"]["plain-words"]["wire"], found["further_photo"]["wire"]
    assert sum(wire.wordless()) < text["median"] < photo["median"] < found["first_visit"]["wire"]["median"]
    assert found["photographs"] == 4 and len(told("wire", found)) == 3
    by = found["first_visit_by_language"]  # a model of bytes, so the same on every machine
    assert len(by) == 11 and max(by.values()) <= 18_000, by


def test_a_press_takes_what_the_line_needs(tmp_path: Path) -> None:
    """Nothing comes before the line can carry it: the time is more than the line's floor."""
    found = gprs.measure(tmp_path, gprs.Size(tasks=1, photographs=2))
    assert found["text"]["ratio_to_floor"]["median"] > 1
    assert found["text"]["floor_s"]["median"] < found["photo"]["floor_s"]["median"]
    assert len(told("gprs", found)) == 2


def test_a_press_overtakes_a_queue_of_notices_by_the_benchs_own_clock() -> None:
    """It waits for one message at most; in one line for what stands before it. What a turn costs is said beside a lock."""
    found = outgoing.measure(outgoing.Size(notices=300, presses=20, rounds=2, turns=200))
    assert found["press_waits"]["p99_ms"] < 100 < found["press_waits_in_one_line"]["p50_ms"]
    assert found["press_waits"]["waits"] == found["press_waits_in_one_line"]["waits"] == 20
    assert len(told("outgoing", found)) == 2


def test_the_pocket_bench_tells_bytes_and_their_ratio() -> None:
    """Ten together beside ten one by one; the whole bench runs the program, which the stories do as well."""
    cost = {"wire": 4_608, "content_down": 977}
    one = {"together": cost, "one_by_one": cost, "ratio": {"wire": 1.0, "content_down": 1.0}}
    found = {"texts": one, "pictures": one, "at": {}}
    assert "  ten texts: 4608 bytes on the wire together, 4608 one by one: 1; content down 1" in told(
        "pocket", found
    )
    assert [row.reached for row in every()["pocket"].table(found)] == [None, None]


@pytest.mark.anyio
async def test_an_answer_is_looked_at_by_room_and_memory_by_package(tmp_path: Path) -> None:
    """The shares are all of it, SQLite's among them; the program's own modules are in memory."""
    found = await profile.measure(tmp_path, commands.Size(people=32, tasks=1_000), profile.Long(0.3, 0.4))
    assert sum(found["shares"].values()) == pytest.approx(1, abs=0.01)
    assert found["shares"]["SQLite itself"] > 0.05 and 20 < found["statements"] < 40
    assert found["memory"]["by_package_mb"]["bot"] > 5
    assert len(told("profile", found)) == 2


@pytest.mark.anyio
async def test_an_answer_is_weighed_on_postgres(postgres_server: PostgresServer) -> None:
    """It leaves an assignment, an answer, a transfer of two entries and its cause; a question's row is used again."""
    few = weight.Size(people=2, before=64, answers=64, tasks=500)
    found = await weight.measure_on(postgres_server.url, few)
    rows = {"assignments": 1, "answers": 1, "transfers": 1, "entries": 2, "causes": 1}
    assert {name: found["rows"][name] for name in rows} == rows
    assert found["rows"].get("questions", 0) == 0 and found["log_bytes_an_answer"] > 0
    assert told("weight", {"engines": {"postgres": found}})[0].startswith("  postgres: 6 rows")


def test_the_whole_program_answers_a_crowd_on_postgres(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    """What its server's processes used is told beside what the program did."""
    size = answers.Size(people=4, rounds=1, seconds=0.6, tasks=5_000)
    with postgres_server.database("template0") as url:
        found = answers_postgres.measure_on(tmp_path / "data", url, postgres_server.folder / "data", size)
    assert found["ujima"]["database_cpu_ms_an_answer"]["median"] > 0
    assert "of the server's processor" in told("answers_postgres", found)[-1]


def test_a_backup_and_a_restore_are_measured(tmp_path: Path, postgres_server: PostgresServer) -> None:
    """On either engine, beside the engine's own copy; what was made is whole, for it was read back."""
    few = backups.Size(answers=20, people=2, tasks=500, rounds=1)
    (tmp_path / "one").mkdir()
    found = {
        "sqlite": backups.measure_sqlite(tmp_path, few),
        "postgres": backups.measure_postgres(tmp_path / "one", postgres_server.url, few),
    }
    assert found["sqlite"]["rows"] > 500 and found["postgres"]["rows"] > 500
    assert [line.split(":")[0] for line in told("backups", {"engines": found})] == ["  sqlite", "  postgres"]


def test_the_drill_is_measured(tmp_path: Path) -> None:
    """Rows, pictures, bytes and seconds; nothing lost, nobody paid twice."""
    few = drill.Size(answers=20, people=2, tasks=500, pictures=2)
    found = drill.measure_on(tmp_path / "drill", few)
    assert found["rows"] > 500 and found["pictures"] == 2 and found["file_bytes"] > found["pictures_bytes"]
    assert found["backup_s"] > 0 < found["restore_s"]
    assert found["lost"] == found["paid_twice"] == 0 < found["acknowledged"]
    assert told("drill", {"engines": {"sqlite": found}})[0].startswith("  sqlite: ")


def test_an_upgrade_under_load_is_measured(tmp_path: Path, postgres_server: PostgresServer) -> None:
    """Each press is one answer, paid once, told in one message; and how long people waited is told."""
    few = upgrade.Size(people=3, before_s=0.5, tasks=500)
    found = upgrade.measure_on(tmp_path / "upgrade", postgres_server.url, few)
    assert found["pressed"] > found["during"] > 0
    assert (
        found["lost"]
        == found["doubled"]
        == found["messages_too_many"]
        == len(found["faults_of_the_book"])
        == 0
    )
    assert found["during_s"]["longest"] >= found["during_s"]["median"] > 0
    assert "replaced in" in told("upgrade", found)[0]


def test_what_held_of_chaos_is_counted_from_its_report(tmp_path: Path) -> None:
    """A run that failed is named and does not count; what no group knows is left out."""
    (tmp_path / "chaos.xml").write_text(
        '<testsuites><testsuite><testcase classname="tests.chaos.test_runs" name="one[sqlite-0]" />'
        '<testcase classname="tests.chaos.test_runs" name="one[sqlite-1]"><failure message="x">y</failure></testcase>'
        '<testcase classname="tests.elsewhere" name="two" /></testsuite></testsuites>'
    )
    found = chaos.counted(tmp_path / "chaos.xml", chaos.Size(2, 2, 50), 7)
    assert found["tests"] == {"runs": 2, "kills": 0, "cut logs": 0}
    assert "  FAILED: one[sqlite-1]" in told("chaos", found)
    runs, kills_of, cut = chaos.rows(found)
    assert (runs.measured, kills_of.measured, cut.measured) == ("1", "0", "0")
    assert not runs.reached and not kills_of.reached and not cut.reached

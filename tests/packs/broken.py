"""Broken packs, each with the one thing that is wrong with it and the sentence that says so.

A case is made afresh in a folder of its own; what it gives is what a requester would bring: a folder or a zip.
"""

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import openpyxl

from tests.packs.conftest import TASKS, TOML, changed

Make = Callable[[Path], Path]
PLAIN = changed(TOML, 'item = "media/1.jpg"', 'item = "high shoes"')
HEAD = "id,text\n"
BOMB = "Formel 1" * 2_000_000  # 16 MB that pack to 30 kB


def folder(
    table: str | bytes = TASKS,
    name: str = "tasks.csv",
    toml: str | bytes = PLAIN,
    media: Mapping[str, bytes] | Iterable[str] = ("1.jpg", "2.jpg"),
) -> Make:
    """A pack's folder."""

    def make(place: Path) -> Path:
        pack = place / "pack"
        (pack / "media").mkdir(parents=True)
        (pack / "pack.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
        if name:
            (pack / name).write_bytes(table if isinstance(table, bytes) else table.encode())
        contents = media if isinstance(media, Mapping) else dict.fromkeys(media, b"not opened here")
        for file, data in contents.items():
            (pack / "media" / file).write_bytes(data)
        return pack

    return make


def lines(*rows: object) -> Make:
    """A pack whose table is of JSON lines; texts are written as they are."""
    table = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    return folder(table + "\n", "tasks.jsonl")


def field(old: str, new: str) -> Make:
    """A pack with one thing changed in pack.toml."""
    return folder(toml=changed(PLAIN, old, new))


def sheet(*rows: Iterable[object]) -> Make:
    """A pack whose table is a spreadsheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return folder(out.getvalue(), "tasks.xlsx")


def zipped(
    *more: tuple[str | zipfile.ZipInfo, bytes | str],
    change: Callable[[bytes], bytes] = lambda data: data,
    method: int = zipfile.ZIP_DEFLATED,
) -> Make:
    """A good pack as a zip, with further entries; `change` spoils its bytes."""

    def make(place: Path) -> Path:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as file:
            file.writestr("pack.toml", PLAIN)
            file.writestr("tasks.csv", TASKS)
            for name in ("1.jpg", "2.jpg"):
                file.writestr(f"media/{name}", b"not opened here")
            for entry, data in more:
                file.writestr(entry, data, method)
        path = place / "pack.zip"
        path.write_bytes(change(out.getvalue()))
        return path

    return make


def raw(data: bytes, name: str = "pack.zip") -> Make:
    """A file of these bytes."""

    def make(place: Path) -> Path:
        (place / name).write_bytes(data)
        return place / name

    return make


def link(name: str) -> zipfile.ZipInfo:
    """An entry that is a symbolic link."""
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry


def flags(more: int) -> Callable[[bytes], bytes]:
    """Sets flags of the last entry, in its header and in the list."""

    def change(data: bytes) -> bytes:
        spoilt = bytearray(data)
        spoilt[data.rindex(b"PK\3\4") + 6] |= more
        spoilt[data.rindex(b"PK\1\2") + 8] |= more
        return bytes(spoilt)

    return change


def method_of(number: int) -> Callable[[bytes], bytes]:
    """Says of the last entry that it is packed in another way."""

    def change(data: bytes) -> bytes:
        spoilt = bytearray(data)
        spoilt[data.rindex(b"PK\3\4") + 8] = number
        spoilt[data.rindex(b"PK\1\2") + 10] = number
        return bytes(spoilt)

    return change


def lying(size: int) -> Callable[[bytes], bytes]:
    """Says of the last entry that it has another size than it has."""

    def change(data: bytes) -> bytes:
        spoilt = bytearray(data)
        struct.pack_into("<I", spoilt, data.rindex(b"PK\3\4") + 22, size)
        struct.pack_into("<I", spoilt, data.rindex(b"PK\1\2") + 24, size)
        return bytes(spoilt)

    return change


def overlapped() -> bytes:
    """Two hundred names for one megabyte that lies there once."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b"a" * 900_000
    data = packed.compress(content) + packed.flush()
    checksum, name = zlib.crc32(content), b"media/000.jpg"
    header = struct.pack(
        "<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, checksum, len(data), len(content), len(name), 0
    )
    listed = b"".join(
        struct.pack(
            "<4s6H3I5H2I",
            b"PK\1\2",
            20,
            20,
            0,
            8,
            0,
            0,
            checksum,
            len(data),
            len(content),
            len(name),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + b"media/%03d.jpg" % number
        for number in range(200)
    )
    body = header + name + data
    return body + listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 200, 200, len(listed), len(body), 0)


def swapped(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Other bytes of the same length, wherever they stand: a name that a tool would not write."""
    return lambda data: data.replace(old, new)


def nested_toml(place: Path) -> Path:
    """A folder whose pack.toml is a folder."""
    pack = folder()(place)
    (pack / "pack.toml").unlink()
    (pack / "pack.toml").mkdir()
    return pack


def two_tables(place: Path) -> Path:
    """Nobody knows which one is meant."""
    pack = folder()(place)
    (pack / "tasks.jsonl").write_text("{}\n")
    return pack


def linked_out(place: Path) -> Path:
    """A picture that is somebody else's file."""
    (place / "secret").write_bytes(b"x")
    pack = folder()(place)
    (pack / "media" / "3.jpg").symlink_to(place / "secret")
    return pack


def xlsx_with(entry: str, data: bytes) -> Make:
    """A spreadsheet with one of its parts replaced or added."""

    def make(place: Path) -> Path:
        pack = sheet(("id", "text"), ("1", "x"))(place)
        old = (pack / "tasks.xlsx").read_bytes()
        with (
            zipfile.ZipFile(io.BytesIO(old)) as found,
            zipfile.ZipFile(pack / "tasks.xlsx", "w", zipfile.ZIP_DEFLATED) as out,
        ):
            for name in found.namelist():
                if name != entry:
                    out.writestr(name, found.read(name))
            out.writestr(entry, data)
        return pack

    return make


BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"
t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""

BROKEN: dict[str, tuple[Make, str]] = {
    # ---- the folder and its files
    "nothing at all": (lambda place: place / "nowhere", "pack.toml: this file is missing."),
    "no table": (folder(name=""), "tasks.csv: this file is missing."),
    "table of another case": (folder(name="Tasks.CSV"), "tasks.csv: this file is missing (there is Tasks.CSV)."),
    "two tables": (two_tables, "tasks.csv: a pack has one table, but there are tasks.csv and tasks.jsonl."),
    "pack.toml is a folder": (nested_toml, "pack.toml: this file is missing."),
    "link that leaves": (linked_out, "“media/3.jpg”: this is a link that leaves the pack, or leads nowhere."),
    "empty picture": (folder(media={"1.jpg": b"", "2.jpg": b"x"}), "“media/1.jpg”: this file is empty."),
    "pack.toml too large": (folder(toml="#" * 64_001), "pack.toml: this file is larger than 64,000 bytes."),
    # ---- pack.toml
    "toml in latin-1": (folder(toml=PLAIN.replace("Maps", "Café").encode("latin-1")), "pack.toml line 7: this is not UTF-8."),
    "toml in utf-16": (folder(toml=PLAIN.encode("utf-16")), "pack.toml line 1: this is not UTF-8."),
    "toml with nul": (folder(toml=PLAIN + "\0"), "pack.toml line 23: this is not valid TOML (“Invalid statement”). Texts need quotes around them."),
    "toml nested deep": (folder(toml="a = " + "[" * 5_000 + "]" * 5_000), "pack.toml: lists or tables are nested too deep."),
    "toml huge number": (field("estimate_s = 15", "estimate_s = 1" + "0" * 5_000), "pack.toml: this is not valid TOML (“a number is too long”). Texts need quotes around them."),
    "number over all bounds": (field("estimate_s = 15", "estimate_s = 10000000000000000000000"), "pack.toml line 5: “estimate_s” must be at most 3600."),
    "price 0": (field('price = "0.03"', 'price = "0"'), "pack.toml line 6: “price” must be more than nothing."),
    "price below zero": (field('price = "0.03"', 'price = "-1"'), "pack.toml line 6: “price” must be digits and at most six decimals, such as \"0.04\"."),
    "under the floor": (field('price = "0.03"', 'price = "0.01"'), "pack.toml line 6: $0.01 for 15 s is $2.40 an hour; the floor here is $5.00. $0.03 would be enough."),
    "no question": (field('question = "Which shoes are these?"\n', ""), "pack.toml: “question” is missing."),
    "kind unknown": (field('"choice"', '"chooice"'), "pack.toml line 2: “chooice” is not a kind of task; did you mean “choice”?"),
    "field unknown": (field('price = "0.03"', 'prize = "0.03"'), "pack.toml line 6: “prize” is not a field of a pack; did you mean “price”?"),
    "one option": (field('["Sneakers", "Boots"]', '["Boots"]'), "pack.toml line 16: options: options must be a list of 2 to 4."),
    "turned text": (field("Which shoes?", "Which \u202eshoes?"), "pack.toml line 9: “title.en” has a character that can't be shown: U+202E."),
    "hard content without a word": (field("[settings]", "[flags]\ngore = 3\n[settings]"), "pack.toml line 16: “flags.gore” must be a table."),
    "hard content that is too hard": (field("[settings]", '[flags.gore]\nlevel = 4\nsays = "Wounds."\n[settings]'), "pack.toml line 16: “flags.gore.level” must be at most 3."),
    "review window": (field("estimate_s = 15", "estimate_s = 15\nreview_window_h = 121"), "pack.toml line 6: “review_window_h” must be at most 120."),
    "ends before it begins": (field("estimate_s = 15", "estimate_s = 15\nschedule = {opens = 2027-01-01T00:00:00Z, closes = 2026-01-01T00:00:00Z}"), "pack.toml line 6: “schedule.closes” is not after “schedule.opens”."),
    "example without its picture": (folder(toml=changed(TOML, 'item = "media/1.jpg"', 'item = "media/9.jpg"')), "pack.toml: example 1: “media/9.jpg” is not in the pack."),
    # ---- tables separated by commas or tabs
    "csv empty": (folder(""), "tasks.csv: this file is empty."),
    "csv in latin-1": (folder((HEAD + "1,Café\n").encode("latin-1")), "tasks.csv line 2: this is not UTF-8; save the file as “CSV UTF-8”."),
    "csv in utf-16": (folder((HEAD + "1,x\n").encode("utf-16")), "tasks.csv line 1: this is UTF-16; save the file as “CSV UTF-8”."),
    "csv in utf-16 without a mark": (folder((HEAD + "1,x\n").encode("utf-16-le")), "tasks.csv line 1: a character here is NUL; a text file has none."),
    "semicolons": (folder("id;text\n1;x\n"), "tasks.csv line 1: columns are separated by commas here; save the file as “CSV UTF-8 (comma)”."),
    "tsv with commas": (folder("id,text\n1,x\n", "tasks.tsv"), "tasks.tsv line 1: columns are separated by tabs here; or call it tasks.csv."),
    "tsv with a tab too many": (folder("id\ttext\n1\tx\ty\n", "tasks.tsv"), "tasks.tsv line 2: 3 fields, but 2 columns. A text with a tab needs quotes around it."),
    "quote left open": (folder(HEAD + '1,"open\n2,x\n'), "tasks.csv line 2: from here on the file can't be read; is a quote left open?"),
    "quote in the middle": (folder(HEAD + '1,"a"b\n'), "tasks.csv line 2: from here on the file can't be read; is a quote left open?"),
    "field too many": (folder(HEAD + "1,a,b\n"), "tasks.csv line 2: 3 fields, but 2 columns. A text with a comma needs quotes around it."),
    "field missing": (folder(HEAD + "1\n"), "tasks.csv line 2: 1 fields, but 2 columns."),
    "line of megabytes": (folder(HEAD + "1," + "x" * 1_000_001 + "\n"), "tasks.csv line 2: this line is longer than 1,000,000 bytes."),
    "bell": (folder(HEAD + "1,a\x07\n"), "tasks.csv line 2: column text.en has a character that can't be shown: U+0007."),
    "no id": (folder(HEAD + ",x\n"), "tasks.csv line 2: this task has no id."),
    "id twice": (folder(HEAD + "1,x\n1,y\n"), "tasks.csv line 3: id “1” is on line 2 already."),
    "no column id": (folder("text\nx\n"), "tasks.csv line 1: there is no column “id”. The first line names the columns."),
    "column unknown": (folder("id,text,goldd\n1,x,Boots\n"), "tasks.csv line 1: column “goldd” is not one of a pack; did you mean “gold”?"),
    "picture missing": (folder("id,picture\n1,media/7.jpg\n"), "tasks.csv line 2: picture media/7.jpg is not in the pack."),
    "picture of another case": (folder("id,picture\n1,media/1.JPG\n"), "tasks.csv line 2: picture media/1.JPG is not in the pack (there is media/1.jpg)."),
    "picture above": (folder("id,picture\n1,media/../pack.toml\n"), "tasks.csv line 2: picture media/../pack.toml is not a plain path inside media/, such as media/014.jpg."),
    "picture by address": (folder("id,picture\n1,https://example.org/1.jpg\n"), "tasks.csv line 2: picture is an address; put the file itself into media/."),
    "sound as picture": (folder("id,picture\n1,media/1.mp3\n", media=("1.mp3",)), "tasks.csv line 2: picture media/1.mp3 is a sound, not a picture."),
    "sound nobody plays": (folder("id,text,audio\n1,x,media/1.mp3\n", media=("1.mp3",)), "tasks.csv line 2: a task of kind choice shows no audio."),
    "gold not an option": (folder("id,text,gold\n1,x,boot\n"), "tasks.csv line 2: gold answer “boot” is not an option; did you mean “Boots”?"),
    "overlap of its own": (folder("id,text,overlap\n1,x,7\n"), "tasks.csv line 2: every task of a pack has the same overlap, 3 here; make a second pack for the others."),
    "only gold": (folder("id,text,gold\n1,x,Boots\n"), "tasks.csv: there is no task to answer; gold and practice are not enough."),
    # ---- JSON lines
    "json not an object": (lines("[1, 2]"), "tasks.jsonl line 1: a row is one JSON object, in braces."),
    "json cut": (lines({"id": "1", "text": "x"}, '{"id": "2", "te'), "tasks.jsonl line 2: this is not a JSON object on one line."),
    "json deep": (lines('{"id": "1", "text": ' + "[" * 100_000 + "]" * 100_000 + "}"), "tasks.jsonl line 1: lists or tables are nested too deep."),
    "json name twice": (lines('{"id": "1", "id": "2", "text": "x"}'), "tasks.jsonl line 1: “id” is there twice."),
    "json nan": (lines('{"id": "1", "text": "x", "gold": NaN}'), "tasks.jsonl line 1: NaN is not a number that JSON knows."),
    "json huge number": (lines('{"id": ' + "9" * 400 + ', "text": "x"}'), "tasks.jsonl line 1: id must be a text."),
    "json endless number": (lines('{"id": ' + "9" * 5_000 + ', "text": "x"}'), "tasks.jsonl line 1: a number has too many digits."),
    "json half a character": (lines('{"id": "1", "text": "\\ud83d"}'), "tasks.jsonl line 1: column text.en has a character that can't be shown: U+D83D."),
    "json half a foreign character": (lines('{"id": "1", "text": "x", "source": {"a": "\\ud83d"}}'), "tasks.jsonl line 1: column source.a has half a character, which no text can hold."),
    "json column unknown": (lines({"id": "1", "txt": "x"}), "tasks.jsonl line 1: column “txt” is not one of a pack; did you mean “text”?"),
    "json language unknown": (lines({"id": "1", "text": {"en": "x", "fr": "y"}}), "tasks.jsonl line 1: text: “fr” is not one of the pack's languages."),
    "json text is a number": (lines({"id": "1", "text": 5}), "tasks.jsonl line 1: text must be a text."),
    "json gold is a truth": (lines({"id": "1", "text": "x", "gold": True}), "tasks.jsonl line 1: gold must be a text, a number, a list of them or a table."),
    "json in utf-16": (folder('{"id": "1"}\n'.encode("utf-16"), "tasks.jsonl"), "tasks.jsonl line 1: this is UTF-16; save the file as UTF-8."),
    "json in latin-1": (folder('{"id": "é"}\n'.encode("latin-1"), "tasks.jsonl"), "tasks.jsonl line 1: this is not UTF-8; save the file as UTF-8."),
    # ---- spreadsheets
    "formula": (sheet(("id", "text"), ("1", "=1+1")), "tasks.xlsx row 2: a formula stands here; put in its value."),
    "sheet empty": (sheet(), "tasks.xlsx: this file is empty."),
    "sheet with a cell outside": (sheet(("id", "text"), ("1", "x", "y")), "tasks.xlsx row 2: there is something behind the last of 2 columns."),
    "csv called xlsx": (folder(TASKS, "tasks.xlsx"), "tasks.xlsx: this is not a spreadsheet, or it is cut short."),
    "sheet bomb": (xlsx_with("xl/worksheets/sheet1.xml", b" " * 30_000_000), "tasks.xlsx: xl/worksheets/sheet1.xml in this spreadsheet: this unpacks to more than 200 times its size, as bombs do."),
    "sheet of entities": (xlsx_with("xl/worksheets/sheet1.xml", BILLION_LAUGHS), "tasks.xlsx row 1: from here on the spreadsheet can't be read; save it as “CSV UTF-8”."),
    "sheet without a workbook": (xlsx_with("xl/workbook.xml", b"<x/>"), "tasks.xlsx: this spreadsheet has no sheet that can be seen."),
    # ---- zips
    "not a zip": (raw(b"Hello " * 100), "pack.zip: this is not a zip, or it is cut short."),
    "empty file": (raw(b""), "pack.zip: this is not a zip, or it is cut short."),
    "zip cut short": (zipped(change=lambda data: data[:-30]), "pack.zip: this is not a zip, or it is cut short."),
    "zip with a tail": (zipped(change=lambda data: data + b"tail"), "pack.zip: this zip is cut short, or something is behind it."),
    "zip with a head": (zipped(change=lambda data: b"head" + data), "pack.zip: this zip has something before or between its files."),
    "zip without a pack": (raw(b"PK\5\6" + bytes(18)), "pack.toml: this file is missing."),
    "zip bomb": (zipped(("notes.txt", BOMB)), "“notes.txt”: this unpacks to more than 50 times its size, as bombs do."),
    "zip of overlaps": (raw(overlapped()), "“media/001.jpg”: this lies over another file of the zip, as bombs do."),
    "zip of a dozen thousand": (zipped(*((f"media/{number}.txt", b"") for number in range(5_001))), "pack.zip: this zip has more than 5,000 entries."),
    "zip with ..": (zipped(("media/../../up.jpg", b"x")), "“media/../../up.jpg”: this name leads out of the zip with “..”."),
    "zip from the root": (zipped(("/etc/passwd", b"x")), "“/etc/passwd”: this name leads out of the zip; names begin inside it."),
    "zip from a drive": (zipped(("C:/media/1.jpg", b"x")), "“C:/media/1.jpg”: this name leads out of the zip; names begin inside it."),
    "zip with backslashes": (zipped(("media/a.jpg", b"x"), change=swapped(b"media/a", b"media\\a")), "“media\\a.jpg”: this name has a backslash; folders are separated by / in a zip."),
    "zip with a hidden name": (zipped(("media/a\u202e.jpg", b"x")), "“media/a .jpg”: this name has characters that can't be used, or is too long."),
    "zip with a case clash": (zipped(("media/A.jpg", b"x"), ("media/a.jpg", b"y")), "“media/a.jpg”: this name differs from “media/A.jpg” in case only."),
    "zip with a name twice": (zipped(("media/a.jpg", b"x"), ("media/b.jpg", b"y"), change=swapped(b"media/b", b"media/a")), "“media/a.jpg”: this name is there twice."),
    "zip with a link": (zipped((link("media/l.jpg"), "../../secret")), "“media/l.jpg”: this is a link; put the file itself into the zip."),
    "zip with a password": (zipped(("media/p.jpg", b"x"), change=flags(1)), "“media/p.jpg”: this is locked with a password; make the zip without one."),
    "zip packed by lzma": (zipped(("media/p.jpg", b"x"), change=method_of(14)), "“media/p.jpg”: this is packed in a way that is not read here; use the usual one (deflate)."),
    "zip in the zip": (zipped(("more.zip", b"x")), "“more.zip”: this is an archive inside the zip; put its files there themselves."),
    "zip called a picture": (zipped(("media/3.jpg", b"PK\3\4and so on")), "“media/3.jpg”: this is an archive inside the zip, whatever it is called."),
    "zip that says too little": (zipped(("media/3.jpg", b"x" * 5_000), change=lying(10)), "“media/3.jpg”: this is damaged, or does not unpack to what it says."),
    "zip that says too much": (zipped(("media/3.jpg", b"x" * 5_000), change=lying(6_000)), "“media/3.jpg”: this unpacks to less than it says."),
    "zip damaged inside": (zipped(("media/3.jpg", b"x" * 50), change=swapped(b"x" * 50, b"y" * 50), method=zipfile.ZIP_STORED), "“media/3.jpg”: this is damaged, or does not unpack to what it says."),
    "zip of the larger form": (zipped(change=lambda data: data[:-22] + b"PK\6\7" + bytes(16) + data[-22:]), "pack.zip: this zip is of the larger form (zip64); unpack it and bring the folder."),
}  # fmt: skip

"""The wheel: built here, installed in an empty environment elsewhere, and used from any folder."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.house.sources import ROOT


def run(*words: str | Path, cwd: Path) -> str:
    """Run a program to its good end with an almost empty environment; its output."""
    environment = {"PATH": os.defpath, "HOME": str(cwd), "LANG": "C.UTF-8"}
    done = subprocess.run(list(map(str, words)), cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment outside the checkout that has the wheel, and the locked packages to lean on."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("ujima-*.whl")
    venv.create(folder / "home", with_pip=False)
    place = folder / "home" / "bin"
    install = ("install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", wheel)
    run(sys.executable, "-m", "pip", "--python", place / "python", *install, cwd=folder)
    (packages,) = (folder / "home" / "lib").glob("python*/site-packages")
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return place


def test_the_installed_program_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    """What runs elsewhere is the installed copy, and it knows its version."""
    where = Path(run(installed / "python", "-c", "import bot; print(bot.__file__)", cwd=tmp_path).strip())
    assert where.is_relative_to(installed.parent) and not where.is_relative_to(ROOT)
    assert run(installed / "ujima", "version", cwd=tmp_path).startswith("ujima ")


def test_the_wheel_carries_every_language(installed: Path, tmp_path: Path) -> None:
    """The catalogs of the checkout are found from any folder."""
    ask = "from bot.config import carried; from bot.texts import Texts; print(*Texts(carried('locales'), 'USD').languages)"
    ours = {path.parent.parent.name for path in (ROOT / "locales").glob("*/LC_MESSAGES/bot.po")}
    assert set(run(installed / "python", "-c", ask, cwd=tmp_path).split()) == {"en", *ours}


def test_the_wheel_carries_packs_it_can_read(installed: Path, tmp_path: Path) -> None:
    """`ujima pack check` finds nothing to mend in every sample pack the wheel brings along."""
    ask = "from bot.config import carried; print(carried('taskpacks'))"
    folder = Path(run(installed / "python", "-c", ask, cwd=tmp_path).strip())
    assert folder.is_relative_to(installed.parent)
    packs = sorted(path.parent for path in folder.glob("*/pack.toml"))
    assert [pack.name for pack in packs] == sorted(
        path.parent.name for path in ROOT.glob("taskpacks/*/pack.toml")
    )
    assert len(packs) >= 3
    for pack in packs:
        assert "good pack" in run(installed / "ujima", "pack", "check", pack, cwd=tmp_path)


def test_the_wheel_carries_what_is_read_at_run_time(installed: Path) -> None:
    """Every file beside the code (queries, migrations, the page) is in the installed copy too."""
    (packages,) = (installed.parent / "lib").glob("python*/site-packages")
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    there = {
        path.relative_to(packages).as_posix() for path in (packages / "bot").rglob("*") if path.is_file()
    }
    assert ours - there == set()

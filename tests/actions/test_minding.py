"""Minding: hard content of levels 2 and 3 runs only while somebody is named whom people can turn to."""

from dataclasses import replace

import pytest

from bot.actions import depositing, minding, piloting, publishing, renewing, requesting
from bot.domain.outcomes.requester import PackReady, PackUnminded, Preview
from bot.domain.refusals.packs import CareContactPays, NoCareContact
from bot.storage import Database
from tests.conftest import Clock
from tests.makers import HARD, REQUESTER, RULES, make_form, make_pack, meet_requester, notices, pack_row

pytestmark = pytest.mark.anyio
NOBODY = replace(RULES, care_by="")


async def test_nothing_above_level_one_starts_without_a_care_contact(proved: Database) -> None:
    """Neither as a whole nor as a pilot; what is mild does, and with somebody named all does."""
    await make_pack(proved, tasks=25, launch=False, **HARD)
    await proved.write(depositing.deposit, REQUESTER, 10**9, "bank", RULES)
    for pilot in (True, False):
        with pytest.raises(NoCareContact):
            await proved.write(piloting.launch, "streets", NOBODY, pilot)
    mild = {"gore": {"level": 1, "says": {"en": "A little blood."}}}
    await make_pack(proved, "mild", launch=False, **{**HARD, "flags": mild})
    assert await proved.write(publishing.launch, "mild", NOBODY) is not None
    assert await proved.write(publishing.launch, "streets", RULES) is not None


async def test_who_pays_is_not_who_cares(proved: Database) -> None:
    """The care contact is independent of the requester, however the name is written."""
    await make_pack(proved, launch=False, **HARD)
    theirs = replace(RULES, care_by=f" {REQUESTER.upper()}")
    with pytest.raises(CareContactPays):
        await proved.write(publishing.launch, "streets", theirs)


async def test_a_pack_that_runs_is_paused_and_stays_so(proved: Database, clock: Clock) -> None:
    """When nobody is named any more: it pauses at the next start, its requester hears, nothing makes it go on."""
    her = await meet_requester(proved, clock)
    pack = await make_pack(proved, **HARD)
    soft = await make_pack(proved, "soft")
    assert await proved.write(minding.pause_unminded, "Grace Wanjiru") == 0
    assert await proved.write(minding.pause_unminded, "") == 1
    assert await proved.write(minding.pause_unminded, "") == 0
    assert [(await pack_row(proved, one))["state"] for one in (pack, soft)] == ["paused", "running"]
    assert PackUnminded("streets") in await notices(proved, her)
    with pytest.raises(NoCareContact):
        await proved.write(publishing.launch, "streets", NOBODY)
    with pytest.raises(NoCareContact):
        await proved.write(renewing.renew, pack, make_form(**HARD), renewing.Added(1, flagged=1), 1, NOBODY)
    await proved.write(publishing.launch, "streets", RULES)
    assert (await pack_row(proved, pack))["state"] == "running"


async def test_the_rest_of_a_pilot_waits_too(proved: Database) -> None:
    """What a pilot left is a launch like any other."""
    await make_pack(proved, tasks=25, launch=False, **HARD)
    await proved.write(depositing.deposit, REQUESTER, 10**9, "bank", RULES)
    await proved.write(piloting.launch, "streets", RULES, True)
    with pytest.raises(NoCareContact):
        await proved.write(piloting.launch, "streets", NOBODY)


async def test_the_operator_is_told_which_packs_wait(proved: Database) -> None:
    """One sentence with their names; none where somebody is named or nothing is hard."""
    await make_pack(proved, "soft")
    assert await proved.read(minding.unminded, "") == []
    await make_pack(proved, launch=False, **HARD)
    [said] = await proved.read(minding.unminded, "")
    assert said.startswith("streets: ") and "UJIMA_CARE_CONTACT" in said
    assert await proved.read(minding.unminded, "Grace Wanjiru") == []


async def test_a_requester_is_told_levels_and_care(proved: Database, clock: Clock) -> None:
    """In the quote: how many tasks of which level, and what the pauses cost; in the preview what comes first."""
    her = await meet_requester(proved, clock)
    await make_pack(proved, tasks=3, practice=1, launch=False, **HARD)
    ready = await her.act(requesting.pack, name="streets")
    assert isinstance(ready, PackReady)
    assert (ready.levels, ready.care) == ((0, 3, 0), 3 * 1_600_000)  # 3 people begin a set; $9.60 an hour
    await her.act(requesting.preview, name="streets")
    shown = [one for one in await notices(proved, her) if isinstance(one, Preview)]
    assert [one.described for one in shown[2:]] == [{"en": "What is in item 2"}, {"en": "What is in item 3"}]
    assert not any(one.task or one.covered for one in shown)

"""Writes docs/privacy.md: what the schema holds of a person, column by column. `python -m tests.house.privacy`.

Every table stands here, and of each that is about a person every column, under the words that say what it is. A table or
column of the schema that has no words makes `page` fail, and with it the test that compares the page with the schema.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from bot.storage import migrate
from tests.house.sources import ROOT

PAGE: Final = ROOT / "docs" / "privacy.md"
OWN: Final = "you"
PAYS: Final = "you, operator"
JUDGES: Final = "you, who decides, operator"
WITH_YOU: Final = "until you are forgotten"
GOES: Final = "goes"
NOBODY: Final = "stays, under a random number that nothing leads to"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table about people: `what` is "words: columns" a line; why it is kept, how long, who sees it, and what /forget does."""

    what: str
    why: str
    until: str
    seen: str
    forget: str

    @property
    def parts(self) -> list[tuple[str, tuple[str, ...]]]:
        """The words, and the columns that hold what they say."""
        lines = [line.strip().rpartition(": ") for line in self.what.strip().splitlines()]
        return [(words, tuple(columns.split())) for words, _, columns in lines]

    @property
    def columns(self) -> list[str]:
        """All columns that have words."""
        return [name for _, names in self.parts for name in names]


PEOPLE: Final[dict[str, Kept]] = {
    "people": Kept(
        """a random number, and another by which the book knows you: id book
        your language and how many bytes a task may have: language data_mode
        when you came, which words you agreed to and when: created_at consent consented_at
        where you are in your work: paused_at pack undo_assignment undone_at
        what time it is on your phone, as you told: offset_minutes offset_at offset_before
        your country, if you told it, for lines of help: country
        whether recorded messages are read to you by themselves: aloud""",
        "to bring you work in your language, at your hours, and help near you",
        WITH_YOU,
        OWN,
        GOES,
    ),
    "accounts": Kept(
        """your Telegram number, and which bot you write to: id bot telegram person
        the last picture on a key, whether you stopped the bot, when you came: mark blocked_at created_at
        in a household: what they call you, what is left of a PIN, who has the phone: name pin pin_wrong pin_until away""",
        "to write to you, and to tell people on one phone apart",
        WITH_YOU,
        OWN,
        GOES,
    ),
    "consents": Kept(
        "which words you agreed to, and when: person version at", "to prove your yes", WITH_YOU, OWN, GOES
    ),
    "account_limits": Kept(
        """what you may not work on, why, until when, and whose word it was: id code person scope about reason words made_by until at
        your appeal, and how it ended: appealed_at said ended_at ended_by""",
        "a limit needs a person, a reason, an end and an appeal",
        WITH_YOU,
        JUDGES,
        GOES,
    ),
    "signals": Kept(
        "what looked odd, so that a person looks; it does nothing else: id kind person other pack count out_of at",
        "against fraud",
        WITH_YOU,
        JUDGES,
        GOES,
    ),
    "questions": Kept(
        """what you were asked, in which language, under which picture: account mark id facts language item
        which task it was, and the message that showed it: assignment bundle message shown_at
        what you wrote without a picture, until you say what it is: pending
        when and how it was settled: settled_at settled_by""",
        "so that an answer given offline finds its question",
        "the last 32; then written over",
        OWN,
        GOES,
    ),
    "dues": Kept(
        "what is still to be shown to you: account slot seq outcome shown tries message waits lease_until item",
        "so that nothing is lost when a line breaks",
        "until it is shown; news you may still get more of, 30 days",
        OWN,
        GOES,
    ),
    "silent": Kept(
        "that you are one of many who fell silent at once: outage person",
        "your deadlines stop while a region's lines are away",
        "until you are back, three days after it is over at most",
        OWN,
        GOES,
    ),
    "requesters": Kept(
        """of who brings work: a name, who speaks for it: id name person state created_at
        what you said of yourself and your work: about work
        a code that works once, as a digest: code code_until
        sums of your packs, and of claims: answers answers_paid claims_after""",
        "workers see who asks",
        WITH_YOU,
        "everybody the name and what you said; operator the rest",
        "the name becomes a number, your words go",
    ),
    "readers": Kept(
        """which packs you read and when: person pack version started_at read_at shown_version
        how far you are, and how many you did: position had_to served answered taken day today
        how many known answers were right: gold_right gold_wrong helped
        what reading, pauses and the hourly floor paid: reading_paid changes_due changes_paid flagged pauses_paid floor_untold floor_told_at
        whether your answers are left out of results, still paid: aside elsewhere withdrawn_at""",
        "fair shares, paid reading, and results that can be trusted",
        WITH_YOU,
        OWN,
        NOBODY,
    ),
    "chosen": Kept(
        "your yes to hard content, by category: person category from_at until_at",
        "nobody is shown any without it",
        "until you take it back",
        OWN,
        GOES,
    ),
    "care": Kept(
        """that you said you are 18 or older: person adult_at
        how much you were shown since the last pause, and pauses: shown leaves pause_until off_until helped asks looks_paid
        limits and covers that you set: own_daily own_set look""",
        "pauses and limits; never how you said you feel",
        WITH_YOU,
        OWN,
        GOES,
    ),
    "exposures": Kept(
        "hard content that you were shown, by category: assignment person pack level flags unwarned at",
        "your own diary, and its limits",
        WITH_YOU,
        OWN,
        GOES,
    ),
    "erasures": Kept(
        "messages with hard content that must go from your chat: account message assignment at shown_at tries",
        "so that it stays on no phone",
        "a day; tried for two",
        OWN,
        "kept as a place alone until Telegram deleted it",
    ),
    "arrived": Kept(
        "which messages brought which task to your chat: about account message at",
        "to delete what turns out to be against the law",
        "2 days",
        OWN,
        GOES,
    ),
    "own_limits": Kept(
        "your own hours and rest day: person quiet_from quiet_until daily_ms rest_day anyway_until",
        "new work and news keep to them",
        "until you change them",
        OWN,
        GOES,
    ),
    "passed": Kept("work you passed over for now: person pack at", "it comes back later", "a day", OWN, GOES),
    "assignments": Kept(
        """which tasks you had, when, and how they ended: id task pack person version state offered_at lease_until ended_at
        what you had begun to answer: draft
        what it paid, and out of what: paid paid_from floor waits""",
        "your history, your pay, and no task twice",
        WITH_YOU,
        OWN,
        NOBODY,
    ),
    "answers": Kept(
        """what you answered: id assignment pack person value version
        when you saw it, when it came, when you took it back, when it left: shown_at arrived_at late undone_at delivered_at
        whether it came as a message that was another's first, never whose: forwarded""",
        "it is what you are paid for; times count as medians of many people, never against you",
        WITH_YOU,
        "you; its requester the answer, under another name in each pack; who decides, that it was forwarded, where it is called copied",
        NOBODY + "; undone ones go",
    ),
    "bundles": Kept(
        "questions you took along, and the numbers of your last messages to them: id account person pack shown_at spoken",
        "to answer offline, and to correct what you wrote",
        WITH_YOU,
        OWN,
        GOES,
    ),
    "bundled": Kept(
        "which question had which number, and which message spoke of it: bundle number assignment heard reply",
        "to answer offline",
        WITH_YOU,
        OWN,
        GOES,
    ),
    "claims": Kept(
        """an answer of yours that was called unusable, and why: id code assignment pack requester person ground sentence at
        how it stands and what it moved: state found frozen advanced replaced to_check heard_at disagreed_at decided_at stopped_ms
        what you said to it as a recording, and what who decided said: sent sent_seconds why
        where it is called copied, whether it was forwarded, and how many gave the same words: copied""",
        "so that somebody neutral can decide",
        WITH_YOU,
        "you, its requester (never who you are), who decides, operator",
        NOBODY + "; your words go",
    ),
    "statements": Kept(
        "what you said of a claim, as its worker or for its requester, and when: id claim side person words at",
        "whoever decides reads both sides",
        WITH_YOU,
        "you, the other side (never who you are), who decides, operator",
        GOES,
    ),
    "cases": Kept(
        """what a person must look at, and whom it is about: id code kind subject ground pack requester person language amount at
        who has it, and how it ended: state instance holder held_at held_until outcome reason words decided_at
        how many known answers you had missed when it came, and which: missed""",
        "so that people decide, not programs",
        WITH_YOU,
        JUDGES,
        NOBODY,
    ),
    "opinions": Kept(
        "what you found when you decided a case, and its pay: id subject instance person outcome reason words amount paid at",
        "a decision has a reason",
        WITH_YOU,
        "you, whom it is about (never who you are), operator",
        NOBODY,
    ),
    "jurors": Kept(
        "that you were asked to help to decide: subject instance person at",
        "nobody decides twice",
        WITH_YOU,
        OWN,
        GOES,
    ),
    "interpreters": Kept(
        """that you were asked to write a case's words in another language, and what you did: subject person source target state at
        what you wrote, when, and its pay: id words written_at amount paid
        who decides and hears when it is there: asker""",
        "what nobody reads is decided by what it says",
        WITH_YOU,
        "you, who decides (never who you are), operator",
        NOBODY,
    ),
    "moderators": Kept(
        """of who decides cases: a name, the languages, a limit a day: id name person languages daily at ended_at
        a code that works once, as a digest; whose word made you one: code code_until made_by agreed_by""",
        "two people's word stands behind who decides",
        WITH_YOU,
        PAYS,
        "the name becomes a number",
    ),
    "fixes": Kept(
        "an answer you were asked to mend, and what it pays: id code assignment pack person sentence amount state at",
        "mending is paid",
        WITH_YOU,
        "you, its requester (never who you are)",
        NOBODY,
    ),
    "made": Kept(
        "photos and voices you made, by their hash; a photo's likeness: assignment pack person form hash fingerprint file at",
        "it is what you are paid for; the same one is not paid twice",
        WITH_YOU,
        "you, its requester, who decides",
        GOES,
    ),
    "reports": Kept(
        "what you reported as wrong with a task: id assignment task pack person ground state at",
        "it is paid, and somebody looks",
        WITH_YOU,
        "you, its requester (never who you are)",
        NOBODY,
    ),
    "journal": Kept(
        "what was done and when, in codes and numbers; no word of yours: id at who verb about facts",
        "so that every change can be accounted for",
        WITH_YOU,
        PAYS,
        "stays, with nobody's name or number",
    ),
    "checkouts": Kept(
        "of who brings work: what you were asked to pay in: payload way requester person account amount currency at until used_at order_id next_look",
        "to know whose money came",
        "30 days after its end",
        PAYS,
        GOES,
    ),
    "traffic": Kept(
        "how many bytes you were sent each day: person day bytes", "for /data", "62 days", OWN, GOES
    ),
    "destinations": Kept(
        """where you are paid: sealed, and its end that may be shown: id person rail sealed hint shared
        a keyed digest, by which the same place is known: fingerprint
        since when it holds, and until when: confirmed_at usable_at ended_at created_at""",
        "to pay you; a change waits, against thieves",
        WITH_YOU,
        "you its end; the provider that pays you all of it",
        GOES,
    ),
    "payouts": Kept(
        """what you were paid, where to (its end), by whom: id person book destination rail by_hand amount fee house arrives currency hint reference
        how it stands, and when: state reason waits batch tries looks asked_at next_at lease_until sent_at told_at ended_at""",
        "books must be kept",
        "as long as the law wants books kept",
        PAYS,
        "stays as an amount with the provider's reference",
    ),
    "asked": Kept(
        """what you asked about a pack: id requester number pack task person words
        what was answered: state answer asked_at answered_at""",
        "so that an answer finds you, and others if it helps them",
        WITH_YOU,
        "you, its requester (never who you are); everybody once shared",
        "goes; what was shared stays without you",
    ),
    "bonuses": Kept(
        "thanks that a requester paid, with their words: id requester pack person amount reason at",
        "it is in the book",
        WITH_YOU,
        "you, its requester",
        NOBODY + "; the words go",
    ),
    "resale_parts": Kept(
        "your share when answers were sold again: id resale person answers amount at",
        "it is in the book",
        WITH_YOU,
        OWN,
        NOBODY,
    ),
    "ratings": Kept(
        "marks that you gave a requester: person requester pay clarity fairness communication at",
        "shown as means of many people",
        WITH_YOU,
        OWN,
        NOBODY,
    ),
    "proposals": Kept(
        """what you proposed, and its vote: id number person words state at until kind term_until
        the count, and the answer: quorum_percent may_vote needed result yes no neither telling position answer answered_at
        what makes its ballots' tokens, until they are counted: secret""",
        "a voice in the rules",
        WITH_YOU,
        "everybody the words; nobody who made it",
        NOBODY,
    ),
    "spoken": Kept(
        "that you seconded or voted, never how: proposal person how", "one voice each", WITH_YOU, OWN, NOBODY
    ),
    "grievances": Kept(
        "that you found a pack unfair, and why: id pack person reason at heard_at telling",
        "enough of them pause a pack",
        WITH_YOU,
        "you; requesters see counts",
        NOBODY,
    ),
    "room_people": Kept(
        "your name in the workers' room, and whether you want its news: person name digest digest_at seen at",
        "to talk without being known",
        WITH_YOU,
        "everybody there the name; nobody whose it is",
        GOES,
    ),
    "room_messages": Kept(
        "what you said there: id number person words state reports at",
        "others read it",
        "until you delete it",
        "everybody there, under that name",
        "the words go",
    ),
    "room_reports": Kept(
        "what you reported there: message person", "you don't see it again", WITH_YOU, OWN, GOES
    ),
}

BESIDES: Final[dict[str, str]] = {
    "causes": "ids of your messages, so that none counts twice: 8 days; they go with you",
    "jobs": "names of files you sent to bring work, which photo or voice is to be looked at: until that is done; they go with you",
    "pace": "until when Telegram wants us to wait before we write to you: goes when it is over",
    "leftovers": "of somebody forgotten, where a message with hard content still is: 2 days at most",
    "incidents": "the shape of a message that broke something, without a word or who sent it: 7 days",
    "ballots": "votes, without a person or a time: until they are counted",
    "alarms": "a task that was reported, and the name of who decided: that name goes with its moderator",
    "deposits": "what was paid in for a requester, and a provider's id of it: that id goes with its person",
    "hooks": "a requester's own address on the web: goes with its person",
    "hook_events": "answers on their way to that address, under names made for a pack: until they were taken",
    "uploads": "how Telegram calls a picture or recording that it has already: what only you made goes with you",
    "deadlines": "when something of yours ends or is paid: until then",
}

NOTHING: Final = [
    "records",
    "packs",
    "versions",
    "tasks",
    "outages",
    "life",
    "restores",
    "renditions",
    "sealed",
    "resales",
    "became",
    "halts",
    "rule_versions",
    "warned",
    "hook_packs",
    "hooked",
    "helplines",
    "help_posts",
    "recordings",
]

HEAD: Final = """# What is kept about people

Written by `python -m tests.house.privacy` from the database's schema; a test compares it, so a column that is not here can't be.
In the chat `/mydata` gives somebody all of it as a file, `/forget` removes it ([forgetting](forgetting.md)). Sealed backups keep it
until they are deleted: 14 nights where the units or Compose of this house make them, longer where an operator keeps more of them.

**Not kept:** papers, contacts, location, phone numbers (but where you are paid, sealed), how you feel, how you voted, who asked
for help. Logs hold no names, texts or Telegram numbers. The book of money knows people by a random number alone.

"You" is whoever works or brings work. *Operator* is who runs the installation and can open its database; what is sealed, they can
open with its keys. Telegram itself sees what you write to a bot. Times are kept to the millisecond.
"""


def schema() -> dict[str, list[str]]:
    """Every table of the house with its columns, as a new database has them."""
    with closing(sqlite3.connect(":memory:")) as empty:
        for step in migrate.read_migrations(migrate.FOLDER, "sqlite"):
            if step.name != "book":  # money: people by a random number alone
                empty.executescript(step.text)
        tables = [
            name
            for (name,) in empty.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        ]
        return {name: [str(row[1]) for row in empty.execute(f"PRAGMA table_info({name})")] for name in tables}


def faults() -> list[str]:
    """What the schema has and no words here say, or the other way round."""
    found, told = schema(), {*PEOPLE, *BESIDES, *NOTHING}
    tables = [f"the table {one}" for one in sorted(found.keys() ^ told)]
    columns = [
        f"the column {table}.{name}"
        for table, kept in PEOPLE.items()
        for name in sorted({*kept.columns} ^ {*found.get(table, ())})
    ]
    return tables + columns


def page() -> str:
    """The page. Raises AssertionError for a table or column without words."""
    assert not faults(), f"no words in tests/house/privacy.py: {', '.join(faults())}"
    lines = [
        HEAD,
        "| table | what of you | why | how long | who sees it | `/forget` |",
        "|---|---|---|---|---|---|",
    ]
    for name in schema():
        if (kept := PEOPLE.get(name)) is not None:
            what = "; ".join(
                f"{words} ({' '.join(f'`{one}`' for one in names)})" for words, names in kept.parts
            )
            lines.append(f"| `{name}` | {what} | {kept.why} | {kept.until} | {kept.seen} | {kept.forget} |")
    lines += ["", "## Besides", "", *(f"- `{name}`: {words}." for name, words in BESIDES.items())]
    lines += [
        "",
        f"About nobody: {', '.join(f'`{name}`' for name in NOTHING)}, and the book's own tables.",
        "",
    ]
    return re.sub(r" +", " ", "\n".join(lines))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

"""Refusals: what may not be done now, said kindly. The house's first kind of wrong.

A refusal is raised where a rule says no and caught once, at the edge, where it becomes a sentence
in the person's language. Its sentence is an English message id with `{named}` values. It undoes
the transaction it was raised in. (Outside trouble and bugs are the two other kinds of wrong.)
"""

from __future__ import annotations

from typing import ClassVar


def N_(sentence: str) -> str:  # noqa: N802  # gettext's own name for "to be translated later"
    """Marks a sentence for the catalogs without translating it."""
    return sentence


class Refusal(Exception):
    """Base of all refusals. `values` fill the sentence; `str()` is the English sentence."""

    sentence: ClassVar[str] = N_("That is not possible now.")

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return self.sentence.format(**self.values)


class NoSuchPack(Refusal):
    sentence = N_("There is no pack {name}.")


class NoSuchRequester(Refusal):
    sentence = N_("There is no requester {requester}. With --new it is a new one.")


class NameMistyped(Refusal):
    """A requester who is not there, and the name of one who is."""

    sentence = N_("There is no requester {requester}. Is it {near}? With --new it is a new one.")


class NoSuchWorker(Refusal):
    sentence = N_("Nobody is called {worker} in the results of {name}.")


class MethodUnfit(Refusal):
    sentence = N_("{method} can't be used on a pack of the kind {kind}; what can: {known}.")


class TooManyAnswers(Refusal):
    sentence = N_(
        "{method} can't be used here: there are {answers} different answers on {tasks} tasks. Another method can."
    )


class NoSuchFormat(Refusal):
    sentence = N_("There is no format {format}; there are: {known}.")


class NotWritable(Refusal):
    """A format can't hold these results; the reason is a plain English sentence for the requester."""

    sentence = N_("The results can't be written so. {reason}")


class PackNameTaken(Refusal):
    sentence = N_("There is a pack {name} already.")


class WrongPackState(Refusal):
    """The pack can't do this in the state it is in."""

    sentence = N_("{name} is {state}; that is not possible now.")


class PackNotReady(Refusal):
    sentence = N_("{name} is still being read.")


class PackFaulty(Refusal):
    """A pack with faults; each is a plain English sentence for its requester."""

    sentence = N_("{name} has faults ({count}):\n{faults}")


class NotStopped(Refusal):
    sentence = N_("No report has stopped {key} of {name}.")


class OtherCurrency(Refusal):
    """A pack, or money, in another currency than the house's."""

    sentence = N_("{what} is in {currency}; money is {house} here.")


class NotOneLine(Refusal):
    """A name or a reference that is empty, or that has a line's end or another hidden character."""

    sentence = N_("Write a name or a reference in one line; it can't be empty.")


class NoQuote(Refusal):
    """Numbers that no quote can be made from; `why` is English."""

    sentence = N_("{name} can't be quoted: {why}.")


class TooManyAccounts(Refusal):
    sentence = N_("More than {most} accounts begin with “{account}”. Write more of the name.")


class BelowFloor(Refusal):
    sentence = N_(
        "{price} for {seconds} s is {hourly} an hour; the floor here is {floor}. {enough} would be enough."
    )


class NotFunded(Refusal):
    sentence = N_("{name} needs {wanted}; {there} is there. Pay in {missing} more.")


class NotAnAmount(Refusal):
    sentence = N_("{written} is not an amount; write it like 25.00.")


class ReferenceUsed(Refusal):
    sentence = N_("The reference {reference} was used for another amount.")


class NoSuchJob(Refusal):
    sentence = N_("There is no job {job}.")


class PackNotJob(Refusal):
    """A pack's name where a job's number was wanted."""

    sentence = N_("{name} is a pack, not a job. `ujima pack close {name}` ends a pack.")


class TooLateToEnd(Refusal):
    """The job is over already, or so far that ending it would leave something half."""

    sentence = N_("Job {job} is over, or too far to be ended; `ujima pack jobs` shows what goes on.")


class StillComing(Refusal):
    """Rows come into a pack by another job just now."""

    sentence = N_("Job {job} brings rows into {name} just now: add these when it is done.")


class MustBeSeen(Refusal):
    """A pack that a person must look at before it starts; `reasons` are plain English sentences."""

    sentence = N_(
        "{name} waits for a person who looks at it: {reasons} Then: `ujima pack look {name} --yes`."
    )


class NewWordsUnseen(Refusal):
    """New words of a pack that runs, at which a person must look first; `reasons` are plain English sentences."""

    sentence = N_(
        "{name} stays as it is, for a person must look at what is new: {reasons} Then: `ujima pack look {name} --yes`, "
        "and add it again."
    )


class NotTheSame(Refusal):
    """What may not change in a pack that is there: it changes money or what answers mean."""

    sentence = N_(
        "{field} can't change in {name}, for it changes the money or what answers mean; clone it under a new name."
    )


class NotAName(Refusal):
    sentence = N_("{name} can't name a pack: 3 to 40 of a–z, 0–9 and - do.")


class RowsChanged(Refusal):
    """Rows whose ids are there already with other content; `lines` names them."""

    sentence = N_("{name}: {count} rows are there already and are different now; give them new ids: {lines}")


class TooLong(Refusal):
    sentence = N_("That is {count} characters; {most} at most.")


class UndoTooLate(Refusal):
    sentence = N_("The last answer can't be undone any more.")


class NothingToUndo(Refusal):
    sentence = N_("There is nothing to undo.")


class NoQuestionOpen(Refusal):
    """/wrong or /violent, and nothing it could be about."""

    sentence = N_("No question is open. Take one: /tasks")


class FileTooBig(Refusal):
    """Bots are given files of 20 MB at most."""

    sentence = N_(
        "The file you sent is larger than {megabytes} MB, so it can't be fetched. Please send a smaller one."
    )


class FileGone(Refusal):
    sentence = N_("Telegram does not have the file you sent any more. Please send it once more.")


class FileUnreadable(Refusal):
    """Neither a picture nor a sound, or a damaged one."""

    sentence = N_(
        "The file you sent can't be opened. Please send it once more, as a photo or a voice message."
    )


class FileNotLookedAt(Refusal):
    """By a fault of ours, tried five times."""

    sentence = N_("What you sent could not be looked at; that is our fault. Please send it once more.")


class NoVoicesHere(Refusal):
    """What reads sound is not installed."""

    sentence = N_("Voices can't be listened to here now. Please skip this one; it is free.")


class NotARequester(Refusal):
    """Something that only those can do who bring work."""

    sentence = N_("This is for people who bring work here. How to become one: /requester")


class NotThisCode(Refusal):
    """A code that is wrong, used, too old, or somebody's who has the role already: nobody is told which."""

    sentence = N_("This code does not work. Ask the operator for a new one.")


class RoleTaken(Refusal):
    sentence = N_("Somebody speaks for {requester} in the chat already.")


class RoleDecided(Refusal):
    sentence = N_("{requester} does not wait for a decision.")


class PackTooBig(Refusal):
    """A file that Telegram would not give to a bot."""

    sentence = N_(
        "{file} is larger than {megabytes} MB, more than Telegram gives to us. Send it in parts: each a zip with the same pack.toml "
        "and some of the rows. Or hand it to the operator, who has other ways."
    )


class NoPackFile(Refusal):
    """A file of another form than packs have."""

    sentence = N_(
        "{file} is no pack. Send a zip with pack.toml and its tasks, or a table: csv, tsv, jsonl or xlsx."
    )


class NotNow(Refusal):
    """A pack can't do this as it stands."""

    sentence = N_("That is not possible with {name} as it stands now. How it stands: {command}")


class SeenFirst(Refusal):
    """A pack at which a person looks before it starts, told to its requester."""

    sentence = N_("A person looks at {name} first, mostly within a day. You hear of it.")


class NoPilot(Refusal):
    sentence = N_("{name} is too small for a pilot; launch it as it is.")


class PilotFirst(Refusal):
    """New rows for a pack whose pilot goes on."""

    sentence = N_("{name} is in its pilot. Launch it first; then rows can be added.")


class NotAdded(Refusal):
    """What a file would have added to a pack that runs, and nobody said yes."""

    sentence = N_("Nothing was added to {name}. Send the file again when you want it added.")


class FilesWait(Refusal):
    sentence = N_("{count} files of yours are being read. Please wait until one of them is done.")


class FileNotRead(Refusal):
    """By a fault of ours, tried five times; or somebody ended it."""

    sentence = N_("{file} was not read; nothing of it is kept. Please send it once more.")


REFUSALS: dict[str, type[Refusal]] = {}


def _collect() -> None:
    for refusal in Refusal.__subclasses__():
        REFUSALS[refusal.__name__] = refusal


_collect()

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


class NoSuchReceipt(Refusal):
    sentence = N_("You have no movement with this number. /statement_csv has the numbers under transfer.")


class ReceiptLater(Refusal):
    """A receipt would tell whether the answer of a task was known."""

    sentence = N_("This line has its receipt when the packs you worked in since are closed.")


class PaperNotWritable(Refusal):
    sentence = N_("The paper can't be written so. {reason}")


class NotWritable(Refusal):
    """A format can't hold these results; the reason is a plain English sentence for the requester."""

    sentence = N_("The results can't be written so. {reason}")


class BookNotWritten(Refusal):
    """The book's file can't be made; the reason is a plain English sentence for the operator."""

    sentence = N_("The book can't be written there. {reason}")


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


class NoSuchAnswer(Refusal):
    """No answer of a requester's own, or one that can still be undone."""

    sentence = N_("There is no answer {answer} that you could look at.")


class AnswerClaimed(Refusal):
    sentence = N_("You said before that {answer} can't be used.")


class AnswerAccepted(Refusal):
    """Delivered, accepted, or too long ago."""

    sentence = N_("{answer} is accepted: its results have left, or the time to look at it is over.")


class NoSuchGround(Refusal):
    sentence = N_("{ground} is no ground; there are: {known}.")


class NoSuchSentence(Refusal):
    sentence = N_("The instruction has no sentence {sentence}.")


class ClaimsOpen(Refusal):
    """A requester who is new has so many claims open already."""

    sentence = N_("{most} of your claims are still open. Until they are decided you can't make another.")


class ClaimsSuspended(Refusal):
    """Too many of a requester's last answers were claimed. Their packs go on."""

    sentence = N_("You called too many of your last answers unusable, so you can't now. Your packs go on.")


class NoSuchClaim(Refusal):
    sentence = N_("There is no claim {code} of yours.")


class ClaimDecided(Refusal):
    sentence = N_("{code} is decided.")


class NoNeutralPerson(Refusal):
    """No review windows, and no rulings, without somebody to rule."""

    sentence = N_(
        "Nobody here decides between workers and requesters, so no answer's pay can wait for a check."
    )


class FloorShort(Refusal):
    """People take longer than the requester thought, and the floor reserve is used up."""

    sentence = N_("{name} needs {missing} more for the hourly floor: top it up, or close it.")


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


class NothingToAsk(Refusal):
    """/ask, and no work it could be about."""

    sentence = N_("Take up some work first, then ask about it: /tasks")


class QuestionsWait(Refusal):
    """Questions of one person about one pack, open at once."""

    sentence = N_("{count} of your questions here wait for an answer. Ask again when one has come.")


class QuestionsEnough(Refusal):
    """Questions of one person in a day's time."""

    sentence = N_("You have asked {count} questions in a day. Please ask the next one tomorrow.")


class NoSuchQuestion(Refusal):
    sentence = N_("There is no question {number}.")


class AnsweredAlready(Refusal):
    """Who asked has read the answer by now."""

    sentence = N_("Question {number} is answered, and after {minutes} minutes an answer stands.")


class BonusTooLarge(Refusal):
    sentence = N_("At most {most} can be given at once.")


class BonusesEnough(Refusal):
    """Bonuses of one requester in a day's time."""

    sentence = N_("You have thanked {count} times in a day. Please go on tomorrow.")


class NotALink(Refusal):
    sentence = N_("{link} can't be shown; a link begins with https:// and has no spaces.")


class BecameWaits(Refusal):
    """What became of a pack is with a person, or on its way, already."""

    sentence = N_("What you wrote about {name} is still on its way. Write again when all have been told.")


class NoSuchNews(Refusal):
    sentence = N_("Nothing with the number {number} waits for a person.")


class NotAWebhook(Refusal):
    sentence = N_("{written} can't be a webhook; write an address that begins with https://, without a port.")


class NoWebhook(Refusal):
    sentence = N_("There is no webhook. /webhook and an address that begins with https:// sets one.")


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

    sentence = N_(
        "This is for people who bring work here. You never pay us to work. How to become one: /requester"
    )


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


class SeenBeforeAdded(Refusal):
    """New rows or words of a pack that runs at which a person looks first, told to its requester."""

    sentence = N_(
        "{name} stays as it is: a person looks at what is new first. You hear when to send it again."
    )


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


class NoSuchPayout(Refusal):
    sentence = N_("There is no payout {payout}.")


class PayoutIsOver(Refusal):
    sentence = N_("Payout {payout} is {state}; nothing more can be said of it.")


class PayoutNotByHand(Refusal):
    """A payout that was not sent can't have arrived."""

    sentence = N_(
        "Payout {payout} has not been sent yet, so it can't be there; it can be ended with --failed."
    )


class PayoutAsked(Refusal):
    """Nobody can say that a payout failed while the provider is being asked about it, or just was."""

    sentence = N_(
        "{rail} was asked about payout {payout} just now, so it may still go out. Look into its books again in {minutes} min, "
        "then end it."
    )


class NoSuchRail(Refusal):
    sentence = N_("Nobody is paid by {rail} here; what can be: {known}.")


class NotStatement(Refusal):
    sentence = N_("{file} can't be compared: {why}.")


class PayoutWords(Refusal):
    """Words about a payout that don't go together."""

    sentence = N_(
        "Say of one payout either --paid REFERENCE or --failed WHY (destination, limit, funds, account, refused)."
    )


class ListFaulty(Refusal):
    """A list that came back with faults; each is a plain English sentence."""

    sentence = N_("The list has faults ({count}); nothing of it was booked:\n{faults}")


class SayWho(Refusal):
    sentence = N_("Say with --by who you are: a name in one line, 64 characters at most.")


class SecondPerson(Refusal):
    sentence = N_("{by} entered this deposit; another person must approve it.")


class NoSuchDeposit(Refusal):
    sentence = N_("There is no deposit {reference}. `ujima deposit list` shows them.")


class WhichDeposit(Refusal):
    sentence = N_("{reference} is a deposit of several requesters: {requesters}. Say whose with --requester.")


class DepositInState(Refusal):
    """A deposit that is waiting, booked, withdrawn, refunded or set aside can't be treated so."""

    sentence = N_("The deposit {reference} is {state}; that is not possible now.")


class Unspent(Refusal):
    """A deposit goes back only whole."""

    sentence = N_(
        "Of the deposit {reference} over {amount} only {there} is unspent, so it can't go back. Nothing has moved."
    )


class ReversibleSpent(Refusal):
    """Money that can be called back funds little while its requester is new."""

    sentence = N_(
        "This needs {wanted}, and {free} can be used now. In a requester's first {days} days at most {most} of what "
        "was paid in by card or PayPal goes into work, for such payments can be called back. A bank transfer has no such limit."
    )


class TooManyInvoices(Refusal):
    sentence = N_("You asked for {most} invoices today. Pay one of them, or come back tomorrow.")


class InvoiceUnknown(Refusal):
    """Not known, somebody else's, or over another sum: the words are the same."""

    sentence = N_("This invoice can't be paid here. Ask for a new one: /deposit")


class InvoicePaid(Refusal):
    sentence = N_("This invoice is paid already. To pay in more, ask for a new one: /deposit")


class InvoiceOver(Refusal):
    sentence = N_("This invoice is too old. Ask for a new one: /deposit")


REFUSALS: dict[str, type[Refusal]] = {}


def _collect() -> None:
    for refusal in Refusal.__subclasses__():
        REFUSALS[refusal.__name__] = refusal


_collect()

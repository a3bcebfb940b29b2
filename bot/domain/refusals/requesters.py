"""Refusals of requesters: their role, and what they ask for in the chat."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchRequester(Refusal):
    sentence = N_("There is no requester {requester}. `ujima deposit --new` makes a new one.")


class NameMistyped(Refusal):
    """A requester who is not there, and the name of one who is."""

    sentence = N_("There is no requester {requester}. Is it {near}? `ujima deposit --new` makes a new one.")


class NotOneLine(Refusal):
    """A name or a reference that is empty, or that has a line's end or another hidden character."""

    sentence = N_("Write a name or a reference in one line; it can't be empty.")


class TooLong(Refusal):
    sentence = N_("That is {count} characters; {most} at most.")


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


class NoPrice(Refusal):
    """No price, or none that can be read, and the pilot suggests none either."""

    sentence = N_("Write it with the price of an answer, like this: /reprice_{name} 0.05.")


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

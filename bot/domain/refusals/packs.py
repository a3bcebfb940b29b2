"""Refusals of packs: reading, launching and changing them."""

from __future__ import annotations

from bot.domain.refusals._refusal import N_, Refusal


class NoSuchPack(Refusal):
    sentence = N_("There is no pack {name}.")


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


class NoCareContact(Refusal):
    """A pack of level 2 or 3, and nobody is named whom people can turn to."""

    sentence = N_(
        "{name} has hard content of level 2 or 3, and nobody is named here yet whom people can turn to. The operator sets "
        "UJIMA_CARE_NAME and UJIMA_CARE_CONTACT; then it can start."
    )


class CareContactPays(Refusal):
    """Whoever people can turn to must not be who pays for what they were shown."""

    sentence = N_(
        "{name}: {care} is whom people can turn to here, and can't also be who pays for hard content."
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

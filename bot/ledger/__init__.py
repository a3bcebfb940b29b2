"""The book: who holds how much, and every amount that ever moved. Nothing else in the program writes money.

Actions call the movements inside their own transaction; rounds call `collect_fee`, `seal` and `check`. Double
entry, append-only: a transfer takes a positive amount from one account and gives it to another, once for its cause.
No account goes below zero but the world's, which owes what came in and is still here; so all balances sum to zero.

Chart of accounts (one currency each, made at first use)

    world                    everything outside; the only account that may owe
    requester:<id>           a requester's money that no pack holds
    pack:<id>:answers        escrow for answers in time
    pack:<id>:gold           … for tasks whose answer is known
    pack:<id>:practice       … for tasks that explain themselves
    pack:<id>:reading        … for reading the instruction
    pack:<id>:side           … for "this question does not fit"
    pack:<id>:late           … for answers that came after their place was taken
    pack:<id>:floor          … for the difference to the hourly floor
    pack:<id>:care           … for the pauses after flagged tasks
    pack:<id>:fee            … for the fee on what the first six pay
    worker:<book>:available  a worker's money, theirs; <book> is a random number
    worker:<book>:earned     … while a review window is open
    worker:<book>:frozen     … held by two people's decision
    house:fees               the platform's seven tenths of the fee
    house:guarantee          the pot that replaces unusable answers: three tenths
    house:goodwill           what the house pays when nobody else should

The movements, as one story (pack 7 of requester 3, worker 5; the quote is the example of `bot.domain.quote`)

    deposit            world -> requester:3  100.00
    endow_goodwill     world -> house:goodwill  20.00
    lock               requester:3 -> pack:7:answers  12.00
    lock               requester:3 -> pack:7:gold  0.60
    lock               requester:3 -> pack:7:practice  3.60
    lock               requester:3 -> pack:7:reading  3.60
    lock               requester:3 -> pack:7:side  0.60
    lock               requester:3 -> pack:7:late  1.20
    lock               requester:3 -> pack:7:floor  2.40
    lock               requester:3 -> pack:7:care  40.80
    lock               requester:3 -> pack:7:fee  2.16
    pay_practice       pack:7:practice -> worker:5:available  0.04
    pay_answer         pack:7:answers -> worker:5:available  0.04
    pay_reading        pack:7:reading -> worker:5:available  0.12
    pay_gold           pack:7:gold -> worker:5:available  0.04
    pay_side           pack:7:side -> worker:5:available  0.04
    refill_late        pack:7:answers -> pack:7:late  0.04
    pay_late           pack:7:late -> worker:5:available  0.04
    pay_goodwill       house:goodwill -> worker:5:available  0.04
    pay_floor          pack:7:floor -> worker:5:available  0.01
    pay_care           pack:7:care -> worker:5:available  1.20
    pay_answer         pack:7:answers -> worker:5:earned  0.04
    release            worker:5:earned -> worker:5:available  0.04
    pay_answer         pack:7:answers -> worker:5:earned  0.04
    reverse_pay_answer worker:5:earned -> pack:7:answers  0.04
    freeze             worker:5:available -> worker:5:frozen  1.00
    thaw               worker:5:frozen -> worker:5:available  1.00
    top_up             requester:3 -> pack:7:late  0.40
    top_up             requester:3 -> pack:7:fee  0.04
    collect_fee        pack:7:fee -> house:fees  0.0252
    collect_fee        pack:7:fee -> house:guarantee  0.0108
    refund             pack:7:answers -> requester:3  11.88
    refund             pack:7:gold -> requester:3  0.56
    refund             pack:7:practice -> requester:3  3.56
    refund             pack:7:reading -> requester:3  3.48
    refund             pack:7:side -> requester:3  0.56
    refund             pack:7:late -> requester:3  1.60
    refund             pack:7:floor -> requester:3  2.39
    refund             pack:7:care -> requester:3  39.60
    refund             pack:7:fee -> requester:3  2.164
    withdraw_deposit   requester:3 -> world  10.00

What is left

    world                -110.00
    requester:3           88.394
    worker:5:available      1.61
    house:fees            0.0252
    house:goodwill         19.96
    house:guarantee       0.0108

The fee is on 0.36: 0.12 for reading and six times 0.04, without the one reversed and the one the house paid.
"""

from bot.ledger.checking import check
from bot.ledger.closing import FeeState, collect_fee, fee_state, refund
from bot.ledger.faults import Fault
from bot.ledger.movements import (
    deposit,
    endow_goodwill,
    freeze,
    goodwill_max,
    goodwill_micro_per_pack_max,
    lock,
    pay_answer,
    pay_care,
    pay_floor,
    pay_gold,
    pay_goodwill,
    pay_late,
    pay_practice,
    pay_reading,
    pay_side,
    refill_late,
    release,
    reverse,
    thaw,
    top_up,
    withdraw_deposit,
)
from bot.ledger.posting import Transfer
from bot.ledger.refusals import (
    CurrencyDiffers,
    GoodwillSpent,
    KeyConflict,
    NotEnough,
    NotReversible,
    Refused,
    TooWide,
)
from bot.ledger.seals import Seal, seal
from bot.ledger.statements import (
    Line,
    Sum,
    available,
    balance,
    balances,
    currency,
    earned_since,
    goodwill_paid,
    no_id_before,
    statement,
    sums,
)

movement_names = (
    "deposit",
    "withdraw_deposit",
    "endow_goodwill",
    "lock",
    "top_up",
    "pay_answer",
    "pay_gold",
    "pay_practice",
    "pay_reading",
    "pay_side",
    "refill_late",
    "pay_late",
    "pay_goodwill",
    "pay_floor",
    "pay_care",
    "release",
    "freeze",
    "thaw",
    "reverse",
    "collect_fee",
    "refund",
)
"""Everything that moves money."""

__all__ = [
    "CurrencyDiffers",
    "Fault",
    "FeeState",
    "GoodwillSpent",
    "KeyConflict",
    "Line",
    "NotEnough",
    "NotReversible",
    "Refused",
    "Seal",
    "Sum",
    "TooWide",
    "Transfer",
    "available",
    "balance",
    "balances",
    "check",
    "collect_fee",
    "currency",
    "deposit",
    "earned_since",
    "endow_goodwill",
    "fee_state",
    "freeze",
    "goodwill_max",
    "goodwill_micro_per_pack_max",
    "goodwill_paid",
    "lock",
    "movement_names",
    "no_id_before",
    "pay_answer",
    "pay_care",
    "pay_floor",
    "pay_gold",
    "pay_goodwill",
    "pay_late",
    "pay_practice",
    "pay_reading",
    "pay_side",
    "refill_late",
    "refund",
    "release",
    "reverse",
    "seal",
    "statement",
    "sums",
    "thaw",
    "top_up",
    "withdraw_deposit",
]

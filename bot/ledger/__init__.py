"""The book: who holds how much, and every amount that ever moved. Nothing else in the program writes money.

Actions call the movements inside their own transaction; rounds call `collect_fee`, `seal` and `check`. Double
entry, append-only: a transfer takes a positive amount from one account and gives it to another, once for its cause.
No account goes below zero but the world's, which owes what came in and is still here, and those of requesters who owe
a deposit that was called back; so all balances sum to zero.

Chart of accounts (one currency each, made at first use)

    world                    everything outside; it owes what came in and is still here
    requester:<id>           a requester's money that no pack holds
    owed:<requester>         what they owe since a deposit was called back; never above zero
    pack:<id>:answers        escrow for answers in time
    pack:<id>:gold           … for tasks whose answer is known
    pack:<id>:practice       … for tasks that explain themselves
    pack:<id>:reading        … for reading the instruction
    pack:<id>:side           … for "this question does not fit"
    pack:<id>:late           … for answers that came after their place was taken
    pack:<id>:floor          … for the difference to the hourly floor
    pack:<id>:care           … for the pauses after flagged tasks
    pack:<id>:fee            … for the fee on what the first six pay
    resale:<pack>            … put aside for those whose answers were sold again
    worker:<book>:available  a worker's money, theirs; <book> is a random number
    worker:<book>:earned     … while a review window is open
    worker:<book>:frozen     … while a claim is decided, or held by two people's decision
    worker:<book>:leaving    … on its way out
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
    pay_fix            pack:7:answers -> worker:5:available  0.02
    pay_bonus          requester:3 -> worker:5:available  2.00
    pay_bonus_fee      requester:3 -> house:fees  0.14
    pay_bonus_fee      requester:3 -> house:guarantee  0.06
    pay_moderator      house:goodwill -> worker:5:available  1.17
    pay_look           requester:3 -> worker:5:available  0.04
    pay_unwarned       requester:3 -> worker:5:available  1.20
    hold_resale        requester:3 -> resale:7  1.00
    pay_resale         resale:7 -> worker:5:available  0.60
    return_resale      resale:7 -> requester:3  0.40
    pay_answer         pack:7:answers -> worker:5:earned  0.04
    claim              worker:5:earned -> worker:5:frozen  0.04
    overturn           worker:5:frozen -> worker:5:available  0.04
    pay_answer         pack:7:answers -> worker:5:earned  0.04
    claim              worker:5:earned -> worker:5:frozen  0.04
    uphold             worker:5:frozen -> pack:7:answers  0.04
    pay_answer         pack:7:answers -> worker:5:earned  0.04
    claim              worker:5:earned -> worker:5:frozen  0.04
    advance            house:guarantee -> pack:7:answers  0.04
    pay_answer         pack:7:answers -> worker:5:available  0.04
    uphold             worker:5:frozen -> house:guarantee  0.04
    advance            house:guarantee -> pack:7:answers  0.04
    return_advance     pack:7:answers -> house:guarantee  0.04
    collect_fee        pack:7:fee -> house:fees  0.0322
    collect_fee        pack:7:fee -> house:guarantee  0.0138
    refund             pack:7:answers -> requester:3  11.78
    refund             pack:7:gold -> requester:3  0.56
    refund             pack:7:practice -> requester:3  3.56
    refund             pack:7:reading -> requester:3  3.48
    refund             pack:7:side -> requester:3  0.56
    refund             pack:7:late -> requester:3  1.60
    refund             pack:7:floor -> requester:3  2.39
    refund             pack:7:care -> requester:3  39.60
    refund             pack:7:fee -> requester:3  2.154
    withdraw_deposit   requester:3 -> world  10.00
    request_payout     worker:5:available -> worker:5:leaving  1.00
    confirm_payout     worker:5:leaving -> world  1.00
    pay_transfer_fee   house:fees -> world  0.02
    return_payout      world -> worker:5:available  0.95
    request_payout     worker:5:available -> worker:5:leaving  0.50
    fail_payout        worker:5:leaving -> worker:5:available  0.50
    write_off          worker:5:available -> house:goodwill  0.01
    withdraw_fees      house:fees -> world  0.10
    deposit            world -> requester:4  5.00
    pay_bonus          requester:4 -> worker:5:available  2.00
    pay_bonus_fee      requester:4 -> house:fees  0.14
    pay_bonus_fee      requester:4 -> house:guarantee  0.06
    call_back          owed:4 -> world  5.00
    repay              requester:4 -> owed:4  2.80
    bear               house:fees -> owed:4  0.1922
    bear               house:goodwill -> owed:4  2.0078

What is left

    world                -109.83
    requester:3           84.244
    worker:5:available      8.66
    house:goodwill       16.7922
    house:guarantee       0.1338

The pack's fee is on 0.46: 0.12 for reading, 0.02 for the fix and eight times 0.04, one of them the answer that a claim
bought; without those reversed, upheld and paid by the house.
"""

from bot.ledger.accounts import is_leaving
from bot.ledger.checking import check
from bot.ledger.closing import FeeState, collect_fee, fee_state, part_states, refund, withdraw_fees
from bot.ledger.debts import bear, borne, call_back, owed, repay
from bot.ledger.faults import Fault
from bot.ledger.guarantee import advance, guarantee_max, guarantee_points_max, return_advance
from bot.ledger.leaving import (
    confirm_payout,
    fail_payout,
    pay_transfer_fee,
    request_payout,
    return_payout,
    write_off,
)
from bot.ledger.movements import (
    deposit,
    endow_goodwill,
    goodwill_max,
    goodwill_micro_per_pack_max,
    lock,
    pay_answer,
    pay_bonus,
    pay_care,
    pay_fix,
    pay_floor,
    pay_gold,
    pay_goodwill,
    pay_late,
    pay_look,
    pay_moderator,
    pay_practice,
    pay_reading,
    pay_side,
    pay_unwarned,
    refill_late,
    top_up,
    withdraw_deposit,
)
from bot.ledger.posting import Transfer
from bot.ledger.receipts import Receipt, receipt, verify_receipt
from bot.ledger.refusals import (
    CurrencyDiffers,
    GoodwillSpent,
    GuaranteeSpent,
    KeyConflict,
    NotBegun,
    NotBooked,
    NotEnough,
    NotReversible,
    Refused,
    TooWide,
)
from bot.ledger.resales import hold_resale, pay_resale, return_resale
from bot.ledger.seals import Seal, last_seal, seal
from bot.ledger.settling import (
    claim,
    freeze,
    is_moderated,
    of_answer,
    overturn,
    release,
    reverse,
    thaw,
    uphold,
)
from bot.ledger.statements import (
    Held,
    Line,
    Sum,
    available,
    balance,
    balances,
    bonuses,
    clearing,
    currency,
    earned_from,
    earned_since,
    goodwill_paid,
    held,
    no_id_before,
    resold,
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
    "pay_fix",
    "pay_bonus",
    "pay_moderator",
    "pay_look",
    "pay_unwarned",
    "hold_resale",
    "pay_resale",
    "return_resale",
    "release",
    "claim",
    "overturn",
    "uphold",
    "advance",
    "return_advance",
    "freeze",
    "thaw",
    "reverse",
    "call_back",
    "repay",
    "bear",
    "request_payout",
    "confirm_payout",
    "fail_payout",
    "return_payout",
    "pay_transfer_fee",
    "write_off",
    "collect_fee",
    "refund",
    "withdraw_fees",
)
"""Everything that moves money."""

__all__ = [
    "CurrencyDiffers",
    "Fault",
    "FeeState",
    "GoodwillSpent",
    "GuaranteeSpent",
    "Held",
    "KeyConflict",
    "Line",
    "NotBegun",
    "NotBooked",
    "NotEnough",
    "NotReversible",
    "Receipt",
    "Refused",
    "Seal",
    "Sum",
    "TooWide",
    "Transfer",
    "advance",
    "available",
    "balance",
    "balances",
    "bear",
    "bonuses",
    "borne",
    "call_back",
    "check",
    "claim",
    "clearing",
    "collect_fee",
    "confirm_payout",
    "currency",
    "deposit",
    "earned_from",
    "earned_since",
    "endow_goodwill",
    "fail_payout",
    "fee_state",
    "freeze",
    "goodwill_max",
    "goodwill_micro_per_pack_max",
    "goodwill_paid",
    "guarantee_max",
    "guarantee_points_max",
    "held",
    "hold_resale",
    "is_leaving",
    "is_moderated",
    "last_seal",
    "lock",
    "movement_names",
    "no_id_before",
    "of_answer",
    "overturn",
    "owed",
    "part_states",
    "pay_answer",
    "pay_bonus",
    "pay_care",
    "pay_fix",
    "pay_floor",
    "pay_gold",
    "pay_goodwill",
    "pay_late",
    "pay_look",
    "pay_moderator",
    "pay_practice",
    "pay_reading",
    "pay_resale",
    "pay_side",
    "pay_transfer_fee",
    "pay_unwarned",
    "receipt",
    "refill_late",
    "refund",
    "release",
    "repay",
    "request_payout",
    "resold",
    "return_advance",
    "return_payout",
    "return_resale",
    "reverse",
    "seal",
    "statement",
    "sums",
    "thaw",
    "top_up",
    "uphold",
    "verify_receipt",
    "withdraw_deposit",
    "withdraw_fees",
    "write_off",
]

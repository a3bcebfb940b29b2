"""What must hold after every step, asked of the tables themselves: the book proves money, these prove the work beside it.

Each line is a sentence and a query that finds what breaks it. The numbers are those of the ten invariants that a
system of this kind promises; those of the book alone (1, 2, 5, 6, 8) are proved by `ledger.check`.
"""

from collections.abc import Callable
from typing import Any

from bot import ledger
from bot.actions import overseeing, showing
from bot.storage import Tx

Ask = Callable[[str], list[tuple[Any, ...]]]

PRICED = {
    "3. a gold place that can be given has its money": """
        SELECT p.id FROM packs p JOIN book_accounts a ON a.name = 'pack:' || p.id || ':gold'
        WHERE p.state IN ('running', 'paused') AND a.balance < 40000 * (p.gold_left
            + (SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task
               WHERE s.pack = p.id AND t.role = 'gold' AND s.state = 'open' AND s.paid = 0))""",
    "3. whoever may read has their reading pay": """
        SELECT p.id FROM packs p JOIN book_accounts a ON a.name = 'pack:' || p.id || ':reading'
        WHERE p.state IN ('running', 'paused') AND a.balance < 20000 * (p.readers_left
            + (SELECT count(*) FROM readers r WHERE r.pack = p.id AND r.reading_paid = 0))""",
    "4. what a worker has is what their work brought": """
        SELECT p.id FROM people p LEFT JOIN book_accounts a ON a.name = 'worker:' || p.book || ':available'
        WHERE p.consent <> 'forgotten' AND coalesce(a.balance, 0) <>
            coalesce((SELECT sum(s.floor + CASE WHEN s.waits <> 0 OR s.paid_from = 'upheld' THEN 0 ELSE s.paid END)
                FROM assignments s WHERE s.person = p.id), 0)
            + coalesce((SELECT sum(t.amount) FROM claims c JOIN transfers t ON t.key = 'answer:' || c.id WHERE c.person = p.id), 0)
            + coalesce((SELECT sum(o.amount) FROM opinions o WHERE o.person = p.id AND o.paid = 1), 0)
            + coalesce((SELECT sum(e.amount) FROM resale_parts e WHERE e.person = p.id), 0)
            + coalesce((SELECT sum(f.amount) FROM fixes f WHERE f.person = p.id AND f.state = 'done'), 0)
            + (SELECT coalesce(sum(20000 * (r.reading_paid % 2) + r.changes_paid + r.pauses_paid * k.care_pay), 0)
                FROM readers r JOIN packs k ON k.id = r.pack WHERE r.person = p.id)
            + (SELECT coalesce(sum(k.care_pay), 0) FROM exposures e JOIN packs k ON k.id = e.pack
                WHERE e.person = p.id AND e.unwarned = 2)""",
}
"""Those that know what the tests' packs cost."""

BROKEN = {
    "3. a pack that was refunded holds nothing": """
        SELECT p.id FROM packs p JOIN book_accounts a ON a.name LIKE 'pack:' || p.id || ':%'
        WHERE p.state = 'refunded' AND a.balance <> 0""",
    "4. what is paid is one transfer": """
        SELECT s.id FROM assignments s WHERE s.paid > 0 AND
            (SELECT count(*) FROM transfers t WHERE t.key = 'answer:' || s.id) <> 1""",
    "4. what waits is in the book's other purses": """
        SELECT p.id FROM people p WHERE
            coalesce((SELECT sum(s.paid) FROM assignments s WHERE s.person = p.id AND s.waits <> 0), 0) <>
            coalesce((SELECT sum(a.balance) FROM book_accounts a
                WHERE a.name IN ('worker:' || p.book || ':earned', 'worker:' || p.book || ':frozen')), 0)""",
    "4. frozen money belongs to an open claim": """
        SELECT s.id FROM assignments s LEFT JOIN claims c ON c.assignment = s.id AND c.decided_at IS NULL AND c.frozen = 1
        WHERE s.waits <> 0 AND (s.state = 'claimed') <> (c.id IS NOT NULL)""",
    "4. what is put aside for a resale is what is not paid of it yet": """
        SELECT k.id FROM packs k LEFT JOIN book_accounts a ON a.name = 'resale:' || k.id WHERE coalesce(a.balance, 0) <>
            coalesce((SELECT sum(r.amount - r.paid) FROM resales r WHERE r.pack = k.id AND r.state <> 'over'), 0)""",
    "10. a resale is over some day": """
        SELECT r.id FROM resales r WHERE (r.state <> 'over') <> EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'resale' AND d.subject = r.id)""",
    "10. what waits is released some day": """
        SELECT s.id FROM assignments s WHERE s.waits <> 0 AND s.state <> 'claimed' AND NOT EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'release' AND d.subject = s.id)""",
    "10. a claim is decided some day": """
        SELECT c.id FROM claims c WHERE (c.decided_at IS NULL) <> EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'claim' AND d.subject = c.id)""",
    "10. a case that waits ends some day": """
        SELECT c.id FROM cases c WHERE c.state IN ('open', 'claimed', 'waiting') AND NOT EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'case' AND d.subject = c.id
                OR d.kind = 'claim' AND c.kind = 'claim' AND d.subject = c.subject)""",
    "10. what both spoke of is a case": """
        SELECT m.id FROM claims m WHERE m.state = 'ruling' AND NOT EXISTS
            (SELECT 1 FROM cases c WHERE c.kind = 'claim' AND c.subject = m.id AND c.state IN ('open', 'claimed', 'waiting'))""",
    "10. nobody speaks of a case twice, and none who worked there": """
        SELECT o.id FROM opinions o JOIN cases c ON c.id = o.subject JOIN people p ON p.id = o.person
        WHERE p.consent <> 'forgotten' AND (o.person = c.person OR EXISTS
            (SELECT 1 FROM readers e WHERE e.pack = c.pack AND e.person = o.person AND e.started_at <= o.at))""",
    "10. what is owed to a moderator has a deadline": """
        SELECT o.id FROM opinions o JOIN people p ON p.id = o.person
        WHERE o.amount > 0 AND o.paid = 0 AND p.consent <> 'forgotten' AND NOT EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'case pay' AND d.subject = o.id)""",
    "4. a claimed answer is not delivered": """
        SELECT s.id FROM assignments s JOIN answers a ON a.assignment = s.id WHERE s.state = 'claimed' AND a.delivered_at IS NOT NULL""",
    "4. an answered task has one answer that stands": """
        SELECT s.id FROM assignments s WHERE (s.state IN ('answered', 'claimed')) <>
            (1 = (SELECT count(*) FROM answers a WHERE a.assignment = s.id AND a.undone_at IS NULL))""",
    "4. what is paid has its answer, a report, or a day at most until the undone answer stands again": """
        SELECT s.id FROM assignments s WHERE s.paid > 0 AND s.state NOT IN ('answered', 'claimed')
          AND NOT (s.state = 'reported' AND s.paid_from IN ('pay_side', 'pay_goodwill', 'pay_look'))
          AND NOT (s.state = 'left' AND (EXISTS (SELECT 1 FROM exposures e WHERE e.assignment = s.id)
            OR EXISTS (SELECT 1 FROM people p WHERE p.id = s.person AND p.consent = 'forgotten')))
          AND NOT (s.state = 'open' AND EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'undone' AND d.subject = s.id))""",
    "9. nobody gets an item twice": """
        SELECT task, person FROM assignments GROUP BY task, person HAVING count(*) > 1""",
    "9. one open task per person and pack, beside an undone one": """
        SELECT s.person, s.pack FROM assignments s JOIN tasks t ON t.id = s.task
        WHERE s.state = 'open' AND s.paid = 0 AND t.stopped_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM bundled b WHERE b.assignment = s.id)
        GROUP BY s.person, s.pack HAVING count(*) > 1""",
    "9. ten open tasks per person and pack, bundles and all": """
        SELECT s.person, s.pack FROM assignments s JOIN tasks t ON t.id = s.task
        WHERE s.state = 'open' AND s.paid = 0 AND t.stopped_at IS NULL
        GROUP BY s.person, s.pack HAVING count(*) > 10""",
    "9. a bundle's questions are its own person's, of its own pack": """
        SELECT i.assignment FROM bundled i JOIN bundles b ON b.id = i.bundle JOIN assignments s ON s.id = i.assignment
        WHERE s.person <> b.person OR s.pack <> b.pack""",
    "9. open places are those of tasks that run": """
        SELECT t.id FROM tasks t JOIN packs p ON p.id = t.pack WHERE t.open_slots <> 0 AND
            (t.role <> 'task' OR t.stopped_at IS NOT NULL)""",
    "10. what is owed has a deadline": """
        SELECT s.id FROM assignments s WHERE s.state = 'answered' AND s.paid = 0 AND NOT EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'owed' AND d.subject = s.id)""",
    "10. a report that waits has a deadline": """
        SELECT r.id FROM reports r WHERE r.state = 'waiting' AND NOT EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'side' AND d.subject = r.id)""",
    "10. a report that is paid has paid its task": """
        SELECT r.id FROM reports r JOIN assignments s ON s.id = r.assignment
        WHERE (r.state = 'paid') <> (s.paid > 0)""",
    "P9. what is said to be violent or illegal is stopped": """
        SELECT a.id FROM alarms a JOIN tasks t ON t.id = a.task WHERE t.stopped_at IS NULL
            AND a.state NOT IN ('violent', 'harmless', 'lifted')""",
    "P9. what is said to be violent says so of itself": """
        SELECT a.id FROM alarms a JOIN tasks t ON t.id = a.task
        WHERE a.ground = 'violent' AND a.state <> 'harmless' AND (t.level < 2 OR t.flags NOT LIKE '%"violence"%')""",
    "10. an alarm's requester has until some day": """
        SELECT a.id FROM alarms a WHERE (a.state IN ('waits', 'disputed')) <> EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'alarm silence' AND d.subject = a.id)""",
    "10. who saw it unwarned is paid some day": """
        SELECT a.id FROM alarms a WHERE a.state IN ('violent', 'out', 'off', 'kept')
            AND EXISTS (SELECT 1 FROM exposures e JOIN assignments s ON s.id = e.assignment WHERE s.task = a.task AND e.unwarned = 1)
            AND NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.kind = 'alarm charge' AND d.subject = a.id)""",
    "P9. nobody holds what was taken from them, once they could hear of it": """
        SELECT s.id FROM alarms a JOIN assignments s ON s.task = a.task WHERE s.state IN ('open', 'lapsed')
            AND a.state IN ('waits', 'disputed', 'off', 'out', 'sealed', 'kept', 'lifting')
            AND NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.kind = 'alarm people' AND d.subject = a.id)""",
    "10. a closed pack is refunded some day": """
        SELECT p.id FROM packs p WHERE p.state = 'closed' AND NOT EXISTS
            (SELECT 1 FROM deadlines d WHERE d.kind = 'refund' AND d.subject = p.id)""",
    "P3. an open question asks its own person's task": """
        SELECT q.id FROM questions q JOIN accounts a ON a.id = q.account JOIN assignments s ON s.id = q.assignment
        WHERE s.person <> a.person OR q.settled_at IS NULL AND s.state NOT IN ('open', 'lapsed')""",
    "P3. a task has one open question": """
        SELECT account, assignment FROM questions WHERE settled_at IS NULL AND assignment IS NOT NULL
        GROUP BY account, assignment HAVING count(*) > 1""",
    "P3. menus and offers make way": """
        SELECT account FROM questions WHERE settled_at IS NULL AND assignment IS NULL AND bundle IS NULL
        GROUP BY account HAVING count(*) > 1""",
    "P3. an account has one open bundle": """
        SELECT account FROM questions WHERE settled_at IS NULL AND bundle IS NOT NULL
        GROUP BY account HAVING count(*) > 1""",
    "P1. what is shown was due": "SELECT account FROM dues WHERE shown > seq",
}


def broken(ask: Ask) -> list[str]:
    """Sentences that do not hold, with what breaks each."""
    return [f"{sentence}: {found}" for sentence, query in (PRICED | BROKEN).items() if (found := ask(query))]


def proven(tx: Tx) -> list[str]:
    """The book wholly, and the house's own invariants; goodwill that is short, and what is owed, are no faults of ours."""
    return [
        one
        for one in overseeing.check_book(tx, whole=True)
        if "has not been paid" not in one and "of goodwill" not in one
    ]


def unweighed(tx: Tx) -> list[str]:
    """Tasks of dynamic overlap that stand still, and packs whose money is not exactly what they may still need."""
    faults = []
    for row in tx.all("packs.with_money"):
        pack = tx.one("packs.pack", pack=row["id"])
        assert pack is not None
        form = showing.form_of(pack)
        if form.dynamic is None or pack["state"] == "closed":
            continue
        needed = int(pack["spare"])
        for task in tx.all("work.places_given"):
            places = (
                tx.one("work.places_of", task=task["id"], assignment=0) if task["pack"] == row["id"] else None
            )
            if places is None or places["sure_at"] is not None:
                continue
            needed += form.dynamic.most - int(places["used"])
            full = places["used"] == form.dynamic.most or places["stopped_at"] is not None
            if not places["open_slots"] and not places["held"] and not full:
                faults.append(f"Task {task['id']} is not sure, and nobody can answer it.")
        there = ledger.balance(tx, f"pack:{row['id']}:answers")
        if there != needed * form.price:
            faults.append(f"Pack {row['id']} has {there} for {needed} answers.")
    return faults

-- Hard content and one person: what they chose, what they were shown, when they rest. Nobody else's queries read these tables.

-- name: care
SELECT p.book, p.offset_minutes, p.offset_at, p.offset_before, c.adult_at, coalesce(c.shown, 0) AS shown, coalesce(c.leaves, 0) AS leaves,
    coalesce(c.pause_until, 0) AS pause_until, coalesce(c.off_until, 0) AS off_until, coalesce(c.helped, 0) AS helped,
    coalesce(c.asks, 0) AS asks, c.own_daily, c.own_set, coalesce(c.look, 'blurred') AS look,
    coalesce(c.looks_paid, 0) AS looks_paid
FROM people p LEFT JOIN care c ON c.person = p.id WHERE p.id = :person;

-- Of two presses at once, on two phones or in two programs, the second waits here for the first and counts what it did.
-- name: lock_sqlite
SELECT person FROM care WHERE person = :person;

-- name: lock_postgres
SELECT person FROM care WHERE person = :person FOR UPDATE;

-- name: chosen
SELECT category, from_at, until_at FROM chosen WHERE person = :person ORDER BY category;

-- A no has no row; an off takes it away.
-- name: choose
INSERT INTO chosen (person, category, from_at, until_at) VALUES (:person, :category, :begins, :until)
ON CONFLICT (person, category) DO UPDATE SET until_at = excluded.until_at;

-- name: unchoose
DELETE FROM chosen WHERE person = :person AND (category = :category OR CAST(:category AS TEXT) = '');

-- name: adult
INSERT INTO care (person, adult_at) VALUES (:person, :now)
ON CONFLICT (person) DO UPDATE SET adult_at = coalesce(care.adult_at, excluded.adult_at);

-- name: set_look
UPDATE care SET look = :look WHERE person = :person;

-- name: set_own_daily
UPDATE care SET own_daily = CAST(:own AS BIGINT) WHERE person = :person;

-- name: set_own_set
UPDATE care SET own_set = CAST(:own AS BIGINT) WHERE person = :person;

-- The first task without hard content that was answered at a moment or later.
-- name: neutral_since
SELECT s.ended_at FROM assignments s JOIN tasks t ON t.id = s.task
WHERE s.person = :person AND s.ended_at >= :since AND s.state = 'answered' AND t.level = 0 ORDER BY s.ended_at LIMIT 1;

-- What they hold of it, also of a pack that was closed meanwhile.
-- name: held
SELECT s.id, t.flags FROM assignments s JOIN tasks t ON t.id = s.task
WHERE s.person = :person AND s.state IN ('open', 'lapsed') AND t.level > 0 ORDER BY s.id DESC;

-- name: neutral_many
SELECT count(*) AS many FROM (SELECT s.id FROM assignments s JOIN tasks t ON t.id = s.task
    WHERE s.person = :person AND s.state = 'answered' AND t.level = 0 LIMIT CAST(:most AS BIGINT)) answered;

-- name: seen
SELECT level, count(*) AS many FROM exposures WHERE person = :person AND at > :since AND assignment <> :without GROUP BY level;

-- name: last_shown
SELECT max(at) FROM exposures WHERE person = :person;

-- name: shown
SELECT at FROM exposures WHERE assignment = :assignment;

-- name: expose
INSERT INTO exposures (assignment, person, pack, level, flags, at) VALUES (:assignment, :person, :pack, :level, :flags, :now)
ON CONFLICT (assignment) DO NOTHING;

-- name: count
UPDATE care SET shown = shown + 1 WHERE person = :person;

-- name: count_in_pack
UPDATE readers SET flagged = flagged + 1 WHERE person = :person AND pack = :pack;

-- name: count_leave
UPDATE care SET leaves = leaves + 1 WHERE person = :person;

-- name: helped
UPDATE care SET helped = 1 WHERE person = :person;

-- name: asked
UPDATE care SET asks = 0 WHERE person = :person;

-- name: off
UPDATE care SET off_until = :until WHERE person = :person AND off_until < :until;

-- A pause that has begun is never made shorter.
-- name: end_set
UPDATE care SET shown = 0, leaves = 0, helped = 0, asks = CASE WHEN shown > 0 OR leaves > 0 THEN 1 ELSE asks END,
    pause_until = CASE WHEN pause_until < :until THEN :until ELSE pause_until END
WHERE person = :person;

-- How many with hard content came since the last task without.
-- name: in_a_row
SELECT count(*) FROM exposures WHERE person = :person AND at > (SELECT coalesce(max(s.offered_at), 0) FROM assignments s
    JOIN tasks t ON t.id = s.task WHERE s.person = :person AND t.level = 0);

-- What is due of paid pauses: for each set of so many that was begun in a pack.
-- name: pauses_due
SELECT r.person, r.pack, r.flagged, r.pauses_paid, p.care_pay FROM readers r JOIN packs p ON p.id = r.pack
WHERE r.person = :person AND r.flagged > r.pauses_paid * CAST(:many AS BIGINT) ORDER BY r.pack;

-- name: pauses_due_of_pack
SELECT r.person, r.pack, r.flagged, r.pauses_paid, p.care_pay FROM readers r JOIN packs p ON p.id = r.pack
WHERE r.pack = :pack AND r.flagged > r.pauses_paid * CAST(:many AS BIGINT) ORDER BY r.person;

-- What somebody was shown of what others had brought, to decide about it, oldest first; and what a pause there pays.
-- name: looks
SELECT e.assignment, p.care_pay FROM exposures e JOIN packs p ON p.id = e.pack JOIN requesters r ON r.id = p.requester
WHERE e.person = :person AND (r.person IS NULL OR r.person <> :person)
  AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.id = e.assignment) ORDER BY e.at, e.assignment;

-- name: look_paid
UPDATE care SET looks_paid = looks_paid + 1 WHERE person = :person;

-- name: owed_in_pack
SELECT coalesce(sum((r.flagged + CAST(:many AS BIGINT) - 1) / CAST(:many AS BIGINT) - r.pauses_paid), 0) AS owed
FROM readers r WHERE r.pack = :pack AND r.flagged > r.pauses_paid * CAST(:many AS BIGINT);

-- The task that began a set: what its pause is paid for.
-- name: began
SELECT assignment FROM exposures WHERE person = :person AND pack = :pack ORDER BY at, assignment LIMIT 1 OFFSET CAST(:before AS BIGINT);

-- name: pause_paid
UPDATE readers SET pauses_paid = pauses_paid + 1 WHERE person = :person AND pack = :pack;

-- What must go from a chat. One that was answered, left or stopped before it was known to have arrived goes at once.
-- name: to_erase
INSERT INTO erasures (account, message, assignment, at, shown_at)
SELECT a.id, :message, s.id, CASE WHEN s.state IN ('open', 'lapsed') AND t.stopped_at IS NULL THEN :later ELSE :now END, :now
FROM accounts a, assignments s JOIN tasks t ON t.id = s.task WHERE a.id = :account AND s.id = :assignment
ON CONFLICT (account, message) DO NOTHING;

-- What a requester was shown of a reported task.
-- name: to_erase_look
INSERT INTO erasures (account, message, assignment, at, shown_at) VALUES (:account, :message, :about, :later, :now)
ON CONFLICT (account, message) DO NOTHING;

-- What was typed and should not be read later by others goes from the chat.
-- name: to_erase_typed
INSERT INTO erasures (account, message, assignment, at, shown_at) VALUES (:account, :message, 0, :now, :now)
ON CONFLICT (account, message) DO NOTHING;

-- name: to_erase_over
INSERT INTO erasures (account, message, assignment, at, shown_at)
SELECT a.id, :message, s.id, :now, :now FROM accounts a, assignments s JOIN tasks t ON t.id = s.task
WHERE a.id = :account AND s.id = :assignment AND (s.state NOT IN ('open', 'lapsed') OR t.stopped_at IS NOT NULL)
ON CONFLICT (account, message) DO NOTHING;

-- Every message that asked about it, but one that was written over with something else.
-- name: to_erase_asked
INSERT INTO erasures (account, message, assignment, at, shown_at)
SELECT q.account, q.message, q.assignment, :later, coalesce(q.shown_at, :now) FROM questions q
WHERE q.assignment = :assignment AND q.message IS NOT NULL AND NOT EXISTS (SELECT 1 FROM questions o
    WHERE o.account = q.account AND o.message = q.message AND o.id > q.id AND (o.assignment IS NULL OR o.assignment <> q.assignment))
ON CONFLICT (account, message) DO NOTHING;

-- name: erase_assignment
UPDATE erasures SET at = :now WHERE assignment = :assignment AND at > :now;

-- name: erase_task
UPDATE erasures SET at = :now WHERE at > :now AND assignment IN (SELECT id FROM assignments WHERE task = :task);

-- name: erase_person
UPDATE erasures SET at = :now WHERE at > :now AND account IN (SELECT id FROM accounts WHERE person = :person);

-- A message whose keys are on the phone goes after the next one has come, or when that does not come either: those of an open
-- question, and of the newest one where it was taken from them (alarms). Of somebody whose phone another has now no keys are there.
-- name: erasing
SELECT e.account, e.message, e.tries, a.telegram, coalesce(q.mark, k.mark, '') AS mark FROM erasures e
JOIN accounts a ON a.id = e.account
LEFT JOIN questions q ON q.account = e.account AND q.message = e.message AND q.settled_at IS NULL AND a.away = 0
LEFT JOIN questions k ON k.account = e.account AND k.settled_by = 'taken' AND a.away = 0
    AND NOT EXISTS (SELECT 1 FROM questions o WHERE o.account = k.account AND o.id > k.id)
WHERE e.at <= :now AND a.bot = :bot AND (e.at <= :waited OR q.mark IS NOT NULL OR k.mark IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM dues d WHERE d.account = e.account AND d.slot = 'question' AND d.shown < d.seq))
ORDER BY e.at LIMIT :most;

-- name: erased
DELETE FROM erasures WHERE account = :account AND message = :message;

-- name: erase_again
UPDATE erasures SET at = :at, tries = tries + 1 WHERE account = :account AND message = :message;

-- name: erase_never
DELETE FROM erasures WHERE account = :account AND message = :message AND shown_at < :before;

-- What is in the chats of somebody who is forgotten now.
-- name: leave_over
INSERT INTO leftovers (bot, chat, message, at, shown_at) SELECT a.bot, a.telegram, e.message, :now, e.shown_at
FROM erasures e JOIN accounts a ON a.id = e.account WHERE a.person = :person
ON CONFLICT (bot, chat, message) DO NOTHING;

-- name: leftovers
SELECT message, tries, chat AS telegram FROM leftovers WHERE at <= :now AND bot = :bot ORDER BY at LIMIT :most;

-- name: leftover_gone
DELETE FROM leftovers WHERE bot = :bot AND chat = :chat AND message = :message;

-- name: leftover_again
UPDATE leftovers SET at = :at, tries = tries + 1 WHERE bot = :bot AND chat = :chat AND message = :message;

-- name: leftover_never
DELETE FROM leftovers WHERE bot = :bot AND chat = :chat AND message = :message AND shown_at < :before;

-- name: left_over_in
SELECT message FROM leftovers WHERE bot = :bot AND chat = :chat LIMIT 1;

-- What is kept, for the person alone.
-- name: diary
SELECT at, level, flags, unwarned, pack, assignment FROM exposures WHERE person = :person ORDER BY at, assignment;

-- name: settings
SELECT adult_at, shown, leaves, pause_until, off_until, helped, asks, own_daily, own_set, look, looks_paid FROM care WHERE person = :person;

-- name: to_go
SELECT e.account, e.message, e.assignment, e.at, e.shown_at, e.tries FROM erasures e JOIN accounts a ON a.id = e.account
WHERE a.person = :person ORDER BY e.shown_at;

-- A requester's own packs are not offered to whoever speaks for them: nobody is paid by their own word.
-- hard = 0: only packs that have a task without hard content for them, so that none with it stands before those.
-- name: running
SELECT p.id FROM packs p
WHERE p.state = 'running' AND p.opens_at <= :now AND (p.closes_at IS NULL OR p.closes_at > :now)
  AND NOT EXISTS (SELECT 1 FROM requesters q WHERE q.id = p.requester AND q.person = :person)
  AND NOT EXISTS (SELECT 1 FROM readers a WHERE a.person = :person AND a.pack = p.id AND (a.elsewhere = 1 OR a.withdrawn_at IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM passed x WHERE x.person = :person AND x.pack = p.id AND x.at > :passed_since)
  AND (p.readers_left > 0 OR EXISTS (SELECT 1 FROM readers r WHERE r.person = :person AND r.pack = p.id AND r.read_at IS NOT NULL))
  AND (EXISTS (SELECT 1 FROM tasks t WHERE t.pack = p.id AND t.open_slots > 0 AND t.level = 0
          AND t.seq > coalesce((SELECT r.had_to FROM readers r WHERE r.person = :person AND r.pack = p.id), 0)
          AND (p.pilot_last = 0 OR t.seq <= p.pilot_last)
          AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person = :person))
      OR :hard = 1 AND p.level > 0
      AND EXISTS (SELECT 1 FROM tasks t WHERE t.pack = p.id AND t.open_slots > 0
          AND (p.pilot_last = 0 OR t.seq <= p.pilot_last)
          AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person = :person)))
ORDER BY CASE WHEN p.languages LIKE :reads THEN 0 ELSE 1 END, CASE WHEN p.window_h > 0 THEN 1 ELSE 0 END, p.hourly DESC, p.id
LIMIT 20;

-- name: pass_over
INSERT INTO passed (person, pack, at) VALUES (:person, :pack, :now)
ON CONFLICT (person, pack) DO UPDATE SET at = excluded.at;

-- name: forget_passed
DELETE FROM passed WHERE person = :person;

-- name: passed_forms
SELECT v.form FROM passed x JOIN packs p ON p.id = x.pack JOIN versions v ON v.id = p.version
WHERE x.person = :person AND x.at > :passed_since ORDER BY x.at DESC LIMIT CAST(:most AS BIGINT);

-- name: reader
SELECT person, pack, version, started_at, read_at, reading_paid, position, had_to, served, answered, taken, day, today, gold_right, gold_wrong,
    shown_version, changes_due, helped, aside, elsewhere, flagged, pauses_paid, withdrawn_at
FROM readers WHERE person = :person AND pack = :pack;

-- name: take_reader_place
UPDATE packs SET readers_left = readers_left - 1 WHERE id = :pack AND readers_left > 0 AND state = 'running';

-- name: add_reader
INSERT INTO readers (person, pack, version, started_at) VALUES (:person, :pack, :version, :now)
ON CONFLICT (person, pack) DO UPDATE SET version = excluded.version, read_at = NULL, reading_paid = 0;

-- name: show_version
UPDATE readers SET shown_version = :version WHERE person = :person AND pack = :pack;

-- name: has_read
UPDATE readers SET version = :version, read_at = coalesce(read_at, :now) WHERE person = :person AND pack = :pack;

-- name: owe_changes
UPDATE readers SET changes_due = changes_due + :amount WHERE pack = :pack AND read_at IS NOT NULL;

-- name: changes_paid
UPDATE readers SET changes_paid = changes_paid + changes_due, changes_due = 0 WHERE person = :person AND pack = :pack;

-- name: reading_paid
UPDATE readers SET reading_paid = 1 WHERE person = :person AND pack = :pack AND reading_paid = 0;

-- name: served
UPDATE readers SET served = served + 1, taken = taken + 1, position = :position,
    had_to = CASE WHEN had_to < CAST(:had_to AS BIGINT) THEN CAST(:had_to AS BIGINT) ELSE had_to END,
    today = CASE WHEN day = :day THEN today + 1 ELSE 1 END, day = :day
WHERE person = :person AND pack = :pack;

-- A skip counts nowhere, so not in a share either.
-- name: unserved
UPDATE readers SET taken = CASE WHEN taken > 0 THEN taken - 1 ELSE 0 END,
    today = CASE WHEN day = :day AND today > 0 THEN today - 1 ELSE today END
WHERE person = :person AND pack = :pack;

-- name: trusted_right
SELECT coalesce(sum(r.gold_right), 0) FROM readers r JOIN packs p ON p.id = r.pack
WHERE r.person = :person AND p.kind = (SELECT kind FROM packs WHERE id = :pack);

-- name: help
UPDATE readers SET helped = gold_right + gold_wrong WHERE person = :person AND pack = :pack AND helped = 0;

-- name: set_aside
UPDATE readers SET aside = :aside, elsewhere = CASE WHEN :aside = 0 THEN 0 ELSE elsewhere END
WHERE person = :person AND pack = :pack AND aside <> :aside;

-- name: lead_elsewhere
UPDATE readers SET elsewhere = 1 WHERE person = :person AND pack = :pack;

-- name: undone_value
SELECT a.value FROM answers a WHERE a.id = (SELECT max(id) FROM answers WHERE assignment = :assignment AND undone_at IS NOT NULL);

-- name: count_answer
UPDATE readers SET answered = answered + :answered, gold_right = gold_right + :gold_right, gold_wrong = gold_wrong + :gold_wrong
WHERE person = :person AND pack = :pack RETURNING version, reading_paid, changes_due;

-- Two of one household never get the same task. `had` is no EXISTS: PostgreSQL would read all that somebody ever had for it.
-- name: candidates
SELECT t.id, t.seq, t.level, t.flags, (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person IN (
    SELECT o.person FROM accounts a JOIN accounts o ON o.bot = a.bot AND o.telegram = a.telegram WHERE a.person = :person)
    LIMIT 1) IS NOT NULL AS had
FROM (SELECT id, seq, level, flags FROM tasks WHERE pack = :pack AND seq > :position AND seq <= :last AND open_slots > 0
  ORDER BY seq LIMIT (SELECT CAST(:most AS BIGINT))) t
ORDER BY t.seq;

-- name: neutral_candidates
SELECT t.id, t.seq, t.level, t.flags, (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person IN (
    SELECT o.person FROM accounts a JOIN accounts o ON o.bot = a.bot AND o.telegram = a.telegram WHERE a.person = :person)
    LIMIT 1) IS NOT NULL AS had
FROM (SELECT id, seq, level, flags FROM tasks WHERE pack = :pack AND seq > :position AND seq <= :last AND open_slots > 0 AND level = 0
  ORDER BY seq LIMIT (SELECT CAST(:most AS BIGINT))) t
ORDER BY t.seq;

-- Passes over a place that somebody else is taking in this moment; there is no such moment in SQLite.
-- name: take_free_place_sqlite
UPDATE tasks SET open_slots = open_slots - 1 WHERE id = :task AND open_slots > 0 AND stopped_at IS NULL
RETURNING id AS task, role, item, picture, level, flags;

-- name: take_free_place_postgres
UPDATE tasks SET open_slots = open_slots - 1
WHERE id = (SELECT id FROM tasks WHERE id = :task AND open_slots > 0 AND stopped_at IS NULL FOR UPDATE SKIP LOCKED)
RETURNING id AS task, role, item, picture, level, flags;

-- A closed pack has no places any more, whatever its tasks say.
-- name: take_place
UPDATE tasks SET open_slots = open_slots - 1 WHERE id = :task AND open_slots > 0 AND stopped_at IS NULL
  AND EXISTS (SELECT 1 FROM packs p WHERE p.id = tasks.pack AND p.state IN ('running', 'paused'))
RETURNING id AS task, role, item, picture, level, flags;

-- A pilot's place that opens again stays in the pilot.
-- name: next_tail
UPDATE packs SET tail = tail + 1 WHERE id = :pack RETURNING CASE WHEN pilot_last > 0 THEN pilot_last ELSE tail END AS tail;

-- name: give_place
UPDATE tasks SET open_slots = open_slots + 1, seq = :seq WHERE id = :task AND role = 'task' AND stopped_at IS NULL AND sure_at IS NULL;

-- One place more where the money of so many is there; with a place of its own it is not given one more.
-- name: open_place
UPDATE tasks SET open_slots = 1, seq = :seq
WHERE id = :task AND role = 'task' AND open_slots = 0 AND stopped_at IS NULL AND sure_at IS NULL;

-- name: sure
UPDATE tasks SET sure_at = :now, open_slots = 0 WHERE id = :task AND sure_at IS NULL;

-- name: close_places
UPDATE tasks SET open_slots = 0 WHERE id = :task;

-- What a task of dynamic overlap has: open places, those held by others than this assignment, those paid for.
-- name: places_of
SELECT t.open_slots, t.sure_at, t.stopped_at,
    (SELECT count(*) FROM assignments s WHERE s.task = t.id AND s.id <> :assignment AND s.state = 'open' AND s.paid = 0) AS held,
    (SELECT count(*) FROM assignments s WHERE s.task = t.id AND s.paid_from = 'pay_answer') AS used
FROM tasks t WHERE t.id = :task;

-- name: votes
SELECT a.value, r.gold_right, r.gold_wrong FROM assignments s
JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL
JOIN readers r ON r.person = s.person AND r.pack = s.pack
WHERE s.task = :task AND s.state = 'answered' AND r.aside = 0 ORDER BY a.id;

-- Of those with hard content none is known to be one of these: nobody looks at one for nothing.
-- name: known_task
SELECT t.id AS task, t.role, t.item, t.picture, t.level, t.flags FROM tasks t
WHERE t.pack = :pack AND t.role = :role AND t.role <> 'task' AND t.stopped_at IS NULL AND t.level = 0
  AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person = :person)
ORDER BY t.id LIMIT 1;

-- How many known tasks a person has had, `most` at most. They come in the order of their ids (known_task), so none is looked at
-- behind the first that would come now.
-- name: gold_met
SELECT count(*) FROM (SELECT 1 FROM tasks t WHERE t.pack = :pack AND t.role = 'gold' AND t.role <> 'task'
  AND t.id < coalesce((SELECT u.id FROM tasks u WHERE u.pack = :pack AND u.role = 'gold' AND u.role <> 'task'
    AND u.stopped_at IS NULL AND u.level = 0 AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.task = u.id AND s.person = :person)
    ORDER BY u.id LIMIT 1), 9223372036854775807)
  AND EXISTS (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person = :person) ORDER BY t.id LIMIT CAST(:most AS BIGINT)) met;

-- name: gold_to_meet
SELECT count(*) FROM (SELECT 1 FROM tasks t WHERE t.pack = :pack AND t.role = 'gold' AND t.role <> 'task' AND t.level = 0 AND t.stopped_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person = :person) LIMIT CAST(:most AS BIGINT)) unmet;

-- The same of practice tasks.
-- name: practised
SELECT count(*) FROM (SELECT 1 FROM tasks t WHERE t.pack = :pack AND t.role = 'practice' AND t.role <> 'task'
  AND EXISTS (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person = :person) ORDER BY t.id LIMIT CAST(:most AS BIGINT)) had;

-- name: take_gold
UPDATE packs SET gold_left = gold_left - 1 WHERE id = :pack AND gold_left > 0;

-- name: give_gold
UPDATE packs SET gold_left = gold_left + 1 WHERE id = :pack AND state IN ('running', 'paused');

-- name: assign
INSERT INTO assignments (id, task, pack, person, version, state, offered_at, lease_until)
VALUES (:id, :task, :pack, :person, :version, 'open', :now, :lease_until);

-- Where a person is: the pack they work in, and the task they hold, the newest of several; NULL for none. A task of a pack that its
-- requester closed is theirs as long as its money waits; not practice for it, and not where somebody neutral closed it.
-- name: at_hand
SELECT x.pack, (SELECT s.id FROM assignments s JOIN packs p ON p.id = s.pack JOIN tasks t ON t.id = s.task
    WHERE s.person = x.id AND s.state IN ('open', 'lapsed') AND (p.state IN ('running', 'paused')
    OR p.state = 'closed' AND t.role <> 'practice' AND NOT EXISTS (SELECT 1 FROM halts h WHERE h.pack = p.id AND h.outcome = 'close')) ORDER BY s.id DESC LIMIT 1) AS assignment
FROM people x WHERE x.id = :person;

-- Is a task that somebody holds asked still?
-- name: asked_still
SELECT 1 FROM assignments s JOIN packs p ON p.id = s.pack JOIN tasks t ON t.id = s.task
WHERE s.id = :assignment AND s.state IN ('open', 'lapsed') AND t.stopped_at IS NULL AND (p.state IN ('running', 'paused')
    OR p.state = 'closed' AND t.role <> 'practice' AND NOT EXISTS (SELECT 1 FROM halts h WHERE h.pack = p.id AND h.outcome = 'close'));

-- name: any_open_assignment
SELECT s.id, s.task, s.pack, s.state FROM assignments s JOIN packs p ON p.id = s.pack JOIN tasks t ON t.id = s.task
WHERE s.person = :person AND s.state IN ('open', 'lapsed') AND (p.state IN ('running', 'paused')
    OR p.state = 'closed' AND t.role <> 'practice' AND NOT EXISTS (SELECT 1 FROM halts h WHERE h.pack = p.id AND h.outcome = 'close'))
ORDER BY CASE WHEN t.stopped_at IS NULL THEN 0 ELSE 1 END, s.id DESC LIMIT 1;

-- name: assignment_sqlite
SELECT s.id, s.task, s.pack, s.person, s.version, s.state, s.draft, s.offered_at, s.lease_until, s.ended_at, s.paid, s.paid_from, s.waits,
    t.role, t.item, t.picture, t.answer, t.stopped_at, t.level, t.flags
FROM assignments s JOIN tasks t ON t.id = s.task WHERE s.id = :assignment;

-- name: assignment_postgres
SELECT s.id, s.task, s.pack, s.person, s.version, s.state, s.draft, s.offered_at, s.lease_until, s.ended_at, s.paid, s.paid_from, s.waits,
    t.role, t.item, t.picture, t.answer, t.stopped_at, t.level, t.flags
FROM assignments s JOIN tasks t ON t.id = s.task WHERE s.id = :assignment FOR UPDATE OF s;

-- name: open_assignments
SELECT s.id, t.level FROM assignments s JOIN packs p ON p.id = s.pack JOIN tasks t ON t.id = s.task
WHERE s.person = :person AND s.state IN ('open', 'lapsed') AND (p.state IN ('running', 'paused')
    OR p.state = 'closed' AND t.role <> 'practice' AND NOT EXISTS (SELECT 1 FROM halts h WHERE h.pack = p.id AND h.outcome = 'close')) ORDER BY s.id DESC LIMIT 20;

-- name: set_draft
UPDATE assignments SET draft = :draft WHERE id = :assignment;

-- name: end_assignment
UPDATE assignments SET state = :state, ended_at = :now WHERE id = :assignment;

-- name: set_paid
UPDATE assignments SET paid = :paid, paid_from = :paid_from WHERE id = :assignment AND paid = 0;

-- What was not paid yet (it is owed) holds no place: it comes back as one that lapsed.
-- name: reopen_assignment
UPDATE assignments SET state = CASE WHEN paid > 0 THEN 'open' ELSE 'lapsed' END, ended_at = NULL, draft = '{}' WHERE id = :assignment;

-- name: add_answer
INSERT INTO answers (id, assignment, pack, person, value, version, late, shown_at, arrived_at, forwarded)
VALUES (:id, :assignment, :pack, :person, :value, :version, :late, :shown_at, :arrived_at, :forwarded);

-- The first answer that was undone, or nothing; after it was sent back and mended, the first of those given since.
-- name: first_undone
SELECT min(id) FROM answers WHERE assignment = :assignment AND undone_at IS NOT NULL
    AND id > coalesce((SELECT f.id FROM fixes f WHERE f.assignment = :assignment AND f.state = 'done'), 0);

-- name: undo_answer
UPDATE answers SET undone_at = :now WHERE assignment = :assignment AND undone_at IS NULL;

-- name: lapsing
SELECT id, task, pack FROM assignments WHERE state = 'open' AND paid = 0 AND lease_until < :now ORDER BY lease_until LIMIT 100;

-- name: lapse
UPDATE assignments SET state = 'lapsed' WHERE id = :assignment AND state = 'open' AND lease_until < :now;

-- name: let_go
UPDATE assignments SET state = 'lapsed' WHERE id = :assignment AND state = 'open' AND paid = 0;

-- name: stop_task
UPDATE tasks SET stopped_at = :now, stopped_why = :why, open_slots = 0 WHERE id = :task AND stopped_at IS NULL;

-- name: add_report
INSERT INTO reports (id, assignment, task, pack, person, ground, state, at)
VALUES (:id, :assignment, :task, :pack, :person, :ground, :state, :now);

-- name: waiting_reports
SELECT id, assignment, person FROM reports WHERE task = :task AND ground = :ground AND state = 'waiting' ORDER BY id;

-- name: same_reports
SELECT count(*) FROM reports WHERE task = :task AND ground = :ground;

-- name: report
SELECT id, assignment, task, pack, person, ground, state FROM reports WHERE id = :report;

-- name: report_paid
UPDATE reports SET state = 'paid' WHERE id = :report AND state = 'waiting';

-- name: reports_of
SELECT count(*) FROM reports WHERE person = :person AND pack = :pack;

-- name: answers_of
SELECT count(*) FROM answers WHERE person = :person AND pack = :pack AND undone_at IS NULL;

-- name: history
SELECT a.id, a.assignment, a.value, a.arrived_at AS at, a.undone_at, s.paid, s.pack, s.version, v.form
FROM answers a JOIN assignments s ON s.id = a.assignment JOIN versions v ON v.id = s.version
WHERE a.person = :person ORDER BY a.id DESC LIMIT :most;

-- name: history_total
SELECT count(*) FROM answers WHERE person = :person AND undone_at IS NULL;

-- What follows is everything kept about a person. Until a pack is closed nothing may tell its known answers from others,
-- so the tasks' names and ids (gold is out of their order), the place in that order and the counts wait for it.

-- name: reports_kept
SELECT id, assignment, pack, ground, state, at FROM reports WHERE person = :person ORDER BY id;

-- name: answers_kept
SELECT id, assignment, pack, value, version, late, shown_at, arrived_at, undone_at, delivered_at, forwarded FROM answers
WHERE person = :person ORDER BY id;

-- name: assignments_of
SELECT s.id, s.pack, s.version, CASE WHEN p.closed_at IS NULL THEN NULL ELSE t.key END AS task, s.state, s.draft,
    s.offered_at, s.lease_until, s.ended_at, s.paid, s.floor, s.waits,
    CASE WHEN s.paid_from = 'pay_gold' AND p.closed_at IS NULL THEN 'pay_answer' ELSE s.paid_from END AS paid_from
FROM assignments s JOIN tasks t ON t.id = s.task JOIN packs p ON p.id = s.pack WHERE s.person = :person ORDER BY s.id;

-- name: closed_packs_of
SELECT p.id FROM packs p JOIN readers r ON r.pack = p.id JOIN people x ON x.id = r.person
WHERE x.book = :book AND p.closed_at IS NOT NULL;

-- name: passed_of
SELECT pack, at FROM passed WHERE person = :person ORDER BY pack;

-- name: readers_of
SELECT r.pack, r.version, r.started_at, r.read_at, r.reading_paid, r.shown_version, r.changes_due, r.floor_untold, r.floor_told_at,
    r.changes_paid, r.withdrawn_at, r.served, r.answered, r.taken, r.day, r.today, r.flagged, r.pauses_paid,
    CASE WHEN p.closed_at IS NULL THEN NULL ELSE r.helped END AS helped,
    CASE WHEN p.closed_at IS NULL THEN NULL ELSE r.position END AS position,
    CASE WHEN p.closed_at IS NULL THEN NULL ELSE r.had_to END AS had_to,
    CASE WHEN p.closed_at IS NULL THEN NULL ELSE r.gold_right END AS gold_right,
    CASE WHEN p.closed_at IS NULL THEN NULL ELSE r.gold_wrong END AS gold_wrong,
    CASE WHEN p.closed_at IS NULL THEN NULL ELSE r.aside END AS aside,
    CASE WHEN p.closed_at IS NULL THEN NULL ELSE r.elsewhere END AS elsewhere
FROM readers r JOIN packs p ON p.id = r.pack WHERE r.person = :person ORDER BY r.pack;

-- name: owed
SELECT id FROM assignments WHERE state IN ('answered', 'left') AND paid = 0 AND paid_from <> 'forgone' ORDER BY id LIMIT 20;

-- name: places_given
SELECT t.id, t.pack, t.open_slots + (SELECT count(*) FROM assignments s WHERE s.task = t.id
    AND (s.state = 'open' AND s.paid = 0 OR s.paid_from = 'pay_answer')) AS places
FROM tasks t JOIN packs p ON p.id = t.pack WHERE t.role = 'task' AND p.state IN ('running', 'paused', 'closed');

-- name: paid_differs
SELECT s.id, s.paid, coalesce(sum(b.amount), 0) AS booked FROM assignments s
LEFT JOIN transfers b ON b.key = 'answer:' || s.id
GROUP BY s.id, s.paid HAVING s.paid <> coalesce(sum(b.amount), 0) LIMIT 20;

-- name: restore_answer
UPDATE answers SET undone_at = NULL WHERE undone_at IS NOT NULL
  AND id = (SELECT max(id) FROM answers WHERE assignment = :assignment);

-- name: forget_old_passed
DELETE FROM passed WHERE at < :before;

-- Two reports on one task, one after the other: the second then sees the first.
-- name: lock_task_sqlite
SELECT id FROM tasks WHERE id = :task;

-- name: lock_task_postgres
SELECT id FROM tasks WHERE id = :task FOR UPDATE;

-- name: add_made
INSERT INTO made (assignment, pack, person, form, hash, fingerprint, file, at)
VALUES (:assignment, :pack, :person, :form, :hash, :fingerprint, :file, :now)
ON CONFLICT (assignment) DO UPDATE SET hash = excluded.hash, fingerprint = excluded.fingerprint, file = excluded.file,
    at = excluded.at;

-- name: made_before
SELECT hash, fingerprint, file FROM made
WHERE person = :person AND pack = :pack AND form = :form AND assignment <> :assignment;

-- name: made_by
SELECT assignment, pack, form, hash, fingerprint, file, at FROM made WHERE person = :person ORDER BY assignment;

-- name: made_hashes
SELECT hash FROM made;

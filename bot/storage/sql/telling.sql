-- name: note_cause
INSERT INTO causes (key, at) VALUES (:key, :now) ON CONFLICT DO NOTHING;

-- name: drop_cause
DELETE FROM causes WHERE key = :key;

-- name: forget_causes
DELETE FROM causes WHERE at < :before;

-- What an account does holds the account until it is done, so that two programs do one person's updates one after the other.
-- name: begin_sqlite
INSERT INTO causes (key, at) SELECT :key, :now FROM accounts WHERE id = :account ON CONFLICT DO NOTHING;

-- name: begin_postgres
INSERT INTO causes (key, at) SELECT :key, :now FROM accounts WHERE id = :account FOR NO KEY UPDATE ON CONFLICT DO NOTHING;

-- name: due
INSERT INTO dues (account, slot, seq, outcome, lease_until, item) VALUES (:account, :slot, :seq, :outcome, :until, :item)
ON CONFLICT (account, slot) DO UPDATE SET seq = excluded.seq, outcome = excluded.outcome, tries = 0,
    lease_until = excluded.lease_until, item = excluded.item
RETURNING (SELECT telegram FROM accounts WHERE id = :account) AS telegram,
    (SELECT p.language FROM accounts a JOIN people p ON p.id = a.person WHERE a.id = :account) AS language,
    (SELECT count(*) FROM dues d WHERE d.account = :account AND d.slot <> :slot AND d.shown < d.seq AND d.waits = 0
        AND d.tries >= CASE WHEN d.message IS NULL THEN CAST(:unknown AS BIGINT) ELSE CAST(:edited AS BIGINT) END) AS given_up;

-- name: notify
INSERT INTO dues (account, slot, seq, outcome, waits, item)
SELECT :account, :slot, :seq, :outcome, CASE WHEN away = 1 THEN 1 ELSE :waits END, :item FROM accounts WHERE id = :account
ON CONFLICT (account, slot) DO UPDATE SET seq = excluded.seq, outcome = excluded.outcome, tries = 0, waits = excluded.waits,
    lease_until = 0, item = excluded.item;

-- name: forget_notices
DELETE FROM dues WHERE slot LIKE 'notice%' AND shown = seq AND seq < :before;

-- name: here
UPDATE dues SET waits = 0 WHERE account = :account AND waits > 0;

-- name: morning
UPDATE dues SET waits = 0 WHERE waits > 1 AND waits <= :now;

-- name: question
SELECT account, mark, id, facts, language, assignment, bundle, pending, message, shown_at, settled_at, settled_by
FROM questions WHERE account = :account AND mark = :mark;

-- name: lock_question_sqlite
SELECT account, mark, id, facts, language, assignment, bundle, pending, message, shown_at, settled_at, settled_by
FROM questions WHERE account = :account AND mark = :mark;

-- name: lock_question_postgres
SELECT account, mark, id, facts, language, assignment, bundle, pending, message, shown_at, settled_at, settled_by
FROM questions WHERE account = :account AND mark = :mark FOR UPDATE;

-- name: current
SELECT account, mark, id, facts, language, assignment, bundle, pending, message, shown_at, settled_at, settled_by
FROM questions WHERE account = :account AND settled_at IS NULL ORDER BY id DESC LIMIT 1;

-- The question that was asked or shown last, settled or not: its keys are on the phone.
-- name: newest
SELECT mark, settled_at, settled_by FROM questions WHERE account = :account ORDER BY id DESC LIMIT 1;

-- name: bring_forward
UPDATE questions SET id = :id WHERE account = :account AND mark = :mark AND settled_at IS NULL;

-- The mark that an account's last question got, beside each question that is still open; one row at least.
-- name: marks
SELECT a.mark AS last, q.mark, q.assignment, q.bundle FROM accounts a
LEFT JOIN questions q ON q.account = a.id AND q.settled_at IS NULL WHERE a.id = :account;

-- name: question_of_assignment
SELECT account, mark, id, facts, language, assignment, bundle, pending, message, shown_at, settled_at, settled_by
FROM questions WHERE account = :account AND assignment = :assignment AND settled_at IS NULL ORDER BY id DESC LIMIT 1;

-- name: ask
INSERT INTO questions (account, mark, id, facts, language, assignment, bundle, item)
VALUES (:account, :mark, :id, :facts, :language, :assignment, :bundle, :item)
ON CONFLICT (account, mark) DO UPDATE SET id = excluded.id, facts = excluded.facts, language = excluded.language,
    assignment = excluded.assignment, bundle = excluded.bundle, item = excluded.item, pending = NULL, message = NULL, shown_at = NULL, settled_at = NULL, settled_by = '';

-- name: ask_again
UPDATE questions SET id = :id, facts = :facts, language = :language, pending = NULL
WHERE account = :account AND mark = :mark;

-- name: settle
UPDATE questions SET settled_at = :now, settled_by = :how, pending = NULL
WHERE account = :account AND mark = :mark AND (settled_at IS NULL OR settled_by = 'gone');

-- name: first_stands
UPDATE questions SET settled_at = :now, settled_by = 'answer first', pending = NULL
WHERE account = :account AND assignment = :assignment AND (settled_at IS NULL OR settled_by = 'gone');

-- name: asked_anew
UPDATE questions SET settled_at = :now, settled_by = 'gone', pending = NULL
WHERE account = :account AND assignment = :assignment AND settled_at IS NULL;

-- name: settle_assignment
UPDATE questions SET settled_at = :now, settled_by = :how, pending = NULL
WHERE account = :account AND assignment = :assignment
  AND (settled_at IS NULL OR settled_by = 'gone' OR settled_by LIKE 'look %');

-- name: settle_others
UPDATE questions SET settled_at = :now, settled_by = 'replaced'
WHERE account = :account AND assignment IS NULL AND bundle IS NULL AND settled_at IS NULL AND mark <> :mark;

-- Its message is to go from the chat, and another is to come under the same mark.
-- name: shown_anew
UPDATE questions SET message = NULL WHERE account = :account AND mark = :mark;

-- name: set_pending
UPDATE questions SET pending = :pending WHERE account = :account AND mark = :mark;

-- name: pending
SELECT mark, pending FROM questions WHERE account = :account AND pending IS NOT NULL AND settled_at IS NULL ORDER BY id DESC LIMIT 1;

-- name: set_aside
INSERT INTO incidents (id, at, shape, error) VALUES (:id, :now, :shape, :error);

-- name: forget_incidents
DELETE FROM incidents WHERE at < :before;

-- name: write_journal
INSERT INTO journal (id, at, who, verb, about, facts) VALUES (:id, :now, :who, :verb, :about, :facts);

-- name: questions_of
SELECT q.account, q.mark, q.id, q.facts, q.language, q.assignment, q.bundle, q.pending, q.message, q.shown_at, q.settled_at, q.settled_by, q.item
FROM questions q JOIN accounts a ON a.id = q.account WHERE a.person = :person ORDER BY q.id;

-- name: dues_of
SELECT d.account, d.slot, d.seq, d.outcome, d.shown, d.tries, d.message, d.waits, d.item FROM dues d JOIN accounts a ON a.id = d.account
WHERE a.person = :person ORDER BY d.seq;

-- name: journal_of
SELECT id, at, verb, CASE WHEN verb = 'report' THEN NULL ELSE about END AS about, facts FROM journal
WHERE who = :who ORDER BY id;

-- The question stays open; the note tells a second press of its [Undo last] from a first.
-- name: note_undo
UPDATE questions SET settled_by = 'undo' WHERE account = :account AND mark = :mark AND settled_at IS NULL;

-- name: task_mark
SELECT mark FROM questions WHERE account = :account AND settled_at IS NULL AND assignment IS NOT NULL ORDER BY id DESC LIMIT 1;

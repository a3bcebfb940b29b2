-- Answers that a requester says can't be used, and what becomes of them.

-- name: answer
SELECT s.id, s.task, s.pack, s.person, s.version, s.state, s.ended_at, s.paid, s.paid_from, s.waits, t.role, t.item, t.picture, t.level, t.stopped_why,
    a.value, a.shown_at, a.arrived_at, a.delivered_at, p.requester, p.name, p.state AS pack_state, p.window_h, x.undo_assignment, a.forwarded,
    EXISTS (SELECT 1 FROM bundled b WHERE b.assignment = s.id AND b.reply <> 0) AS bundled
FROM assignments s JOIN tasks t ON t.id = s.task JOIN packs p ON p.id = s.pack JOIN people x ON x.id = s.person
JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL
WHERE s.id = :assignment;

-- name: add
INSERT INTO claims (id, code, assignment, pack, requester, person, ground, sentence, state, frozen, to_check, copied, at)
VALUES (:id, :code, :assignment, :pack, :requester, :person, :ground, :sentence, 'told', :frozen, :to_check, :copied, :now)
ON CONFLICT (code) DO NOTHING;

-- name: claim
SELECT id, code, assignment, pack, requester, person, ground, sentence, state, frozen, advanced, replaced, to_check, sent, sent_seconds, why, found,
    copied, heard_at, disagreed_at, decided_at, stopped_ms, at
FROM claims WHERE id = :claim;

-- name: state
INSERT INTO statements (id, claim, side, person, words, at) VALUES (:id, :claim, :side, :person, :words, :now);

-- name: statements
SELECT side, words, at FROM statements WHERE claim = :claim ORDER BY id;

-- Theirs, and what was said of claims of their answers.
-- name: statements_kept
SELECT id, claim, side, words, at FROM statements
WHERE person = :person OR claim IN (SELECT id FROM claims WHERE person = :person) ORDER BY id;

-- name: coded
SELECT id FROM claims WHERE code = :code;

-- name: lock_sqlite
SELECT state FROM claims WHERE id = :claim;

-- name: lock_postgres
SELECT state FROM claims WHERE id = :claim FOR UPDATE;

-- name: is_claimed
SELECT 1 FROM claims WHERE assignment = :assignment;

-- What others answered to the same question, and their own to others of that pack, the newest first; by the person (+), for a pack may
-- have a million answers.
-- name: of_others
SELECT a.value, a.arrived_at FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL
WHERE s.task = :task AND s.person <> :person AND s.state IN ('answered', 'claimed') ORDER BY s.id DESC LIMIT CAST(:most AS BIGINT);

-- name: of_their_own
SELECT a.value FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL
WHERE s.person = :person AND +s.pack = :pack AND s.task <> :task AND s.state IN ('answered', 'claimed')
ORDER BY s.id DESC LIMIT CAST(:most AS BIGINT);

-- name: advanced
UPDATE claims SET advanced = 1 WHERE id = :claim;

-- name: replaced
UPDATE claims SET replaced = 1 WHERE id = :claim;

-- name: taken_back
UPDATE claims SET advanced = 0, replaced = 0 WHERE id = :claim;

-- name: set_assignment
UPDATE assignments SET state = :state WHERE id = :assignment;

-- name: set_paid_from
UPDATE assignments SET paid_from = :paid_from WHERE id = :assignment;

-- Takes back the places that were spare since a task was sure, as it is not sure any more.
-- name: take_spares
UPDATE packs SET spare = spare - CAST(:places AS BIGINT) WHERE id = :pack AND spare >= CAST(:places AS BIGINT);

-- name: unsure
UPDATE tasks SET sure_at = NULL WHERE id = :task;

-- name: open
SELECT count(*) FROM claims WHERE requester = :requester AND decided_at IS NULL;

-- name: counted_from
SELECT claims_after FROM requesters WHERE id = :requester;

-- name: count_from
UPDATE requesters SET claims_after = :after WHERE id = :requester;

-- name: packs_of
SELECT id FROM packs WHERE requester = :requester AND launched_at IS NOT NULL ORDER BY id DESC LIMIT CAST(:most AS BIGINT);

-- An answer is decided when its pay is final, or when it was claimed, whatever became of that.
-- name: decided
SELECT s.id, s.person, r.aside, (SELECT count(*) FROM claims c WHERE c.assignment = s.id) AS claimed
FROM assignments s JOIN tasks t ON t.id = s.task AND t.role = 'task'
JOIN readers r ON r.person = s.person AND r.pack = s.pack
WHERE s.pack = :pack AND s.state = :state AND s.paid > 0 AND s.id > :after AND (s.waits = 0 OR s.state = 'claimed')
ORDER BY s.id DESC LIMIT CAST(:most AS BIGINT);

-- Whatever somebody writes changes what is due to them, beside notices: have they written since?
-- name: heard
SELECT 1 FROM dues d JOIN accounts a ON a.id = d.account WHERE a.person = :person AND d.seq > :claim
  AND d.slot IN ('question', 'card') LIMIT 1;

-- name: set_heard
UPDATE claims SET heard_at = :now WHERE id = :claim AND heard_at IS NULL;

-- name: disagree
UPDATE claims SET state = 'disagreed', disagreed_at = :now WHERE id = :claim AND state = 'told';

-- What waits for the word of whoever speaks for its requester; as many as they may have open at most.
-- name: disagreed
SELECT id FROM claims WHERE requester IN (SELECT id FROM requesters WHERE person = :person) AND state = 'disagreed' ORDER BY id LIMIT 200;

-- name: set_sent
UPDATE claims SET sent = :sent, sent_seconds = :seconds WHERE id = :claim AND decided_at IS NULL;

-- name: insist
UPDATE claims SET state = 'ruling' WHERE id = :claim AND state = 'disagreed';

-- Ruled once: it may be appealed.
-- name: ruled
UPDATE claims SET state = 'ruled', found = :found, why = :why, to_check = 0 WHERE id = :claim AND decided_at IS NULL;

-- name: appeal
UPDATE claims SET state = 'ruling' WHERE id = :claim AND state = 'ruled';

-- name: decide
UPDATE claims SET state = :state, why = :why, decided_at = :now WHERE id = :claim AND decided_at IS NULL;

-- name: checked
UPDATE claims SET to_check = 0, why = CASE WHEN decided_at IS NULL THEN why ELSE :why END WHERE id = :claim;

-- What the pot put into a pack, the newest first; the places its task has given, and answers in time offered after that.
-- name: unspent
SELECT c.id, s.task, s.paid, t.sure_at,
    (SELECT count(*) FROM assignments u WHERE u.task = s.task AND u.paid_from = 'pay_answer') AS used,
    (SELECT count(*) FROM assignments u WHERE u.task = s.task AND u.paid_from IN ('pay_answer', 'replaced', 'upheld')
        AND u.offered_at >= c.at) AS came
FROM claims c JOIN assignments s ON s.id = c.assignment JOIN tasks t ON t.id = s.task
WHERE c.pack = :pack AND c.advanced = 1 ORDER BY s.task, c.id DESC;

-- name: kept
SELECT id, code, assignment, pack, requester, ground, sentence, state, frozen, advanced, replaced, to_check, sent, sent_seconds, why, found,
    copied, heard_at, disagreed_at, decided_at, stopped_ms, at
FROM claims WHERE person = :person ORDER BY id;

-- Questions of workers, and what requesters say to them.

-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM asked WHERE requester = :requester;

-- name: asked_of_pack
SELECT count(*) FROM asked WHERE person = :person AND pack = :pack AND state IN ('open', 'silent');

-- name: asked_since
SELECT count(*) FROM asked WHERE person = :person AND asked_at > :since;

-- name: add
INSERT INTO asked (id, requester, number, pack, task, person, words, asked_at)
VALUES (:id, :requester, :number, :pack, :task, :person, :words, :now);

-- name: task_key
SELECT key FROM tasks WHERE id = :task;

-- name: numbered_sqlite
SELECT id, requester, pack, task, person, words, answered_at FROM asked
WHERE requester = :requester AND number = :number;

-- name: numbered_postgres
SELECT id, requester, pack, task, person, words, answered_at FROM asked
WHERE requester = :requester AND number = :number FOR UPDATE;

-- name: question
SELECT id, requester, pack, task, person, words, answered_at FROM asked WHERE id = :id;

-- name: answer
UPDATE asked SET state = :state, answer = :answer, answered_at = coalesce(answered_at, :now) WHERE id = :id;

-- name: fall_silent
UPDATE asked SET state = 'silent' WHERE id = :id AND state = 'open';

-- name: shared
SELECT words, answer FROM asked WHERE pack = :pack AND state = 'shared' ORDER BY id DESC LIMIT :most;

-- name: has_shared
SELECT 1 FROM asked WHERE pack = :pack AND state = 'shared' LIMIT 1;

-- name: asked_by
SELECT id, pack, task, words, state, answer, asked_at, answered_at FROM asked WHERE person = :person ORDER BY id;

-- What waits for an answer, oldest first.
-- name: waiting
SELECT r.name AS requester, q.number, p.name AS pack, q.task, q.words, q.asked_at FROM asked q
JOIN requesters r ON r.id = q.requester JOIN packs p ON p.id = q.pack
WHERE q.state IN ('open', 'silent') ORDER BY q.id LIMIT 200;

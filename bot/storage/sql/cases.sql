-- Whatever a person must look at, and who looked.

-- name: add
INSERT INTO cases (id, code, kind, subject, ground, pack, requester, person, language, amount, at)
VALUES (:id, :code, :kind, :subject, :ground, :pack, :requester, :person, :language, :amount, :now) ON CONFLICT DO NOTHING;

-- name: of
SELECT id, state FROM cases WHERE kind = :kind AND subject = :subject;

-- name: lock_sqlite
SELECT state FROM cases WHERE id = :id;

-- name: lock_postgres
SELECT state FROM cases WHERE id = :id FOR UPDATE;

-- name: one
SELECT id, code, kind, subject, ground, pack, requester, person, language, amount, state, instance, holder, held_at, held_until,
    outcome, reason, words, decided_at, at
FROM cases WHERE id = :id;

-- Looked at once more, by others than before.
-- name: again
UPDATE cases SET state = 'open', instance = instance + 1, ground = :ground, decided_at = NULL WHERE id = :id;

-- name: end
UPDATE cases SET state = 'closed', outcome = :outcome, decided_at = :now WHERE id = :id AND state <> 'closed';

-- name: kept
SELECT id, code, kind, ground, pack, requester, language, amount, state, instance, outcome, reason, words, decided_at, at
FROM cases WHERE person = :person ORDER BY id;

-- The installation's own rules, version by version.

-- Numbers follow each other: who takes the next one waits for whoever is at it.
-- name: one_at_a_time_sqlite
SELECT 1 AS held;

-- name: one_at_a_time_postgres
SELECT 1 AS held FROM pg_advisory_xact_lock(707072);

-- name: all
SELECT id, number, texts, from_at, announced_at, withdrawn_at FROM rule_versions ORDER BY number;

-- name: anybody
SELECT 1 FROM people WHERE consent NOT IN ('', 'forgotten') LIMIT 1;

-- name: add
INSERT INTO rule_versions (id, number, texts, from_at, announced_at, telling) VALUES (:id, :number, :texts, :from_at, :now, :telling);

-- Told anew from the beginning, in the place of what was told before.
-- name: withdraw
UPDATE rule_versions SET withdrawn_at = :now, telling = 1, position = 0 WHERE id = :id;

-- name: telling_sqlite
SELECT id, number, from_at, withdrawn_at, position FROM rule_versions WHERE telling = 1 ORDER BY number LIMIT 1;

-- name: telling_postgres
SELECT id, number, from_at, withdrawn_at, position FROM rule_versions WHERE telling = 1 ORDER BY number LIMIT 1 FOR UPDATE;

-- Who agreed and is here: joined lately, was shown work lately, or brings work.
-- name: active
SELECT p.id FROM people p WHERE p.id > :after AND p.consent NOT IN ('', 'forgotten') AND (p.created_at > :since
    OR EXISTS (SELECT 1 FROM assignments a WHERE a.person = p.id AND a.offered_at > :since)
    OR EXISTS (SELECT 1 FROM requesters r WHERE r.person = p.id))
ORDER BY p.id LIMIT CAST(:most AS BIGINT);

-- name: told
UPDATE rule_versions SET telling = :telling, position = :position WHERE id = :id;

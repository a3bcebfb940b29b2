-- Limits that a person set to what another may work on.

-- name: add_limit
INSERT INTO account_limits (id, code, person, scope, about, reason, words, made_by, until, at)
VALUES (:id, :code, :person, :scope, :about, :reason, :words, :by, :until, :now);

-- name: limit
SELECT id, code, person, scope, about, reason, words, made_by, until, appealed_at, said, ended_at, ended_by, at
FROM account_limits WHERE id = :id;

-- name: coded
SELECT id FROM account_limits WHERE code = :code;

-- name: bars
SELECT id, code, scope, about, reason, until FROM account_limits
WHERE person = :person AND ended_at IS NULL AND until > :now ORDER BY until DESC, id;

-- name: of_person
SELECT id, code, scope, about, reason, words, made_by, until, appealed_at, said, ended_at, ended_by, at
FROM account_limits WHERE person = :person ORDER BY id;

-- name: kept
SELECT code, scope, about, reason, words, until, appealed_at, said, ended_at, ended_by, at
FROM account_limits WHERE person = :person ORDER BY id;

-- name: appeal
UPDATE account_limits SET appealed_at = :now, said = :said WHERE id = :id AND appealed_at IS NULL AND ended_at IS NULL;

-- name: end_limit
UPDATE account_limits SET ended_at = :now, ended_by = :how WHERE id = :id AND ended_at IS NULL;

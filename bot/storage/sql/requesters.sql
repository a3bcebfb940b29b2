-- name: of_person
SELECT id, name, person, state, about, work FROM requesters WHERE person = :person;

-- name: by_name
SELECT id, name, person, state, about, work FROM requesters WHERE name = :name;

-- name: by_id
SELECT id, name, person, state, about, work FROM requesters WHERE id = :id;

-- One after another, whoever counts what a requester has, asks or was given and then adds to it.
-- name: lock_sqlite
SELECT id, person FROM requesters WHERE id = :requester;

-- name: lock_postgres
SELECT id, person FROM requesters WHERE id = :requester FOR NO KEY UPDATE;

-- Who speaks for them in the chat.
-- name: speaker
SELECT person FROM requesters WHERE id = :id AND state = 'approved';

-- Was whoever spoke for them forgotten (`forgetting.unname_requester`)?
-- name: is_unnamed
SELECT 1 FROM requesters WHERE id = :id AND person IS NULL AND name = 'requester ' || id;

-- name: all
SELECT id, name, person, state, about, work, created_at FROM requesters ORDER BY id;

-- name: ask
INSERT INTO requesters (id, name, person, state, about, work, created_at)
VALUES (:id, :name, :person, 'asked', :about, :work, :now) ON CONFLICT DO NOTHING;

-- name: ask_again
UPDATE requesters SET name = :name, state = 'asked', about = :about, work = :work WHERE id = :id AND state <> 'approved';

-- name: decide
UPDATE requesters SET state = :state WHERE id = :id AND state = 'asked';

-- name: give_code
UPDATE requesters SET code = :code, code_until = :until WHERE id = :id;

-- name: of_code
SELECT id, name FROM requesters WHERE code = :code AND code <> '' AND code_until > :now AND person IS NULL;

-- name: tie
UPDATE requesters SET person = :person, code = '', code_until = 0 WHERE id = :id AND person IS NULL;

-- name: forget_role
DELETE FROM requesters WHERE person = :person AND state <> 'approved';

-- Of somebody whose role the operator looked at.
-- name: of_pack
SELECT r.name, r.about FROM requesters r JOIN packs p ON p.requester = r.id WHERE p.id = :pack AND r.about <> '';

-- name: kept
SELECT id, name, state, about, work, answers, answers_paid, created_at FROM requesters WHERE person = :person ORDER BY id;

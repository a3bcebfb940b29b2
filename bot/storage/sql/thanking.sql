-- Bonuses: what requesters paid workers as thanks.

-- name: bonus
SELECT id, amount FROM bonuses WHERE id = :id;

-- name: since
SELECT count(*) FROM bonuses WHERE requester = :requester AND at > :since;

-- name: add
INSERT INTO bonuses (id, requester, pack, person, amount, reason, at)
VALUES (:id, :requester, :pack, :person, :amount, :reason, :now);

-- name: of_person
SELECT id, pack, amount, reason, at FROM bonuses WHERE person = :person ORDER BY at, id;

-- Answers that their requester asked to have mended, for pay.

-- name: add
INSERT INTO fixes (id, code, assignment, pack, person, sentence, amount, state, at)
VALUES (:id, :code, :assignment, :pack, :person, :sentence, :amount, 'asked', :now) ON CONFLICT (code) DO NOTHING;

-- name: coded
SELECT id, code, assignment, pack, person, sentence, amount, state FROM fixes WHERE code = :code;

-- name: of_assignment
SELECT id, code, assignment, pack, person, sentence, amount, state FROM fixes WHERE assignment = :assignment;

-- name: end
UPDATE fixes SET state = :state WHERE id = :fix AND state = 'asked';

-- name: kept
SELECT id, code, assignment, pack, sentence, amount, state, at FROM fixes WHERE person = :person ORDER BY id;

-- name: is_open
SELECT s.state FROM fixes f JOIN assignments s ON s.id = f.assignment WHERE f.id = :fix;

-- name: not_undone
UPDATE people SET undo_assignment = NULL WHERE id = :person AND undo_assignment = :assignment;

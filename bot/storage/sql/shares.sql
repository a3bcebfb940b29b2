-- What people keep in their answers: consent that they withdraw, and shares of a resale.

-- name: answered_in
SELECT pack FROM readers WHERE person = :person AND answered > 0 AND withdrawn_at IS NULL ORDER BY started_at DESC LIMIT CAST(:most AS BIGINT);

-- Answers of theirs that stand in a pack they have not withdrawn from, and how many of them have left.
-- name: gave
SELECT count(a.id) AS answers, count(a.delivered_at) AS gone
FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL
JOIN readers r ON r.person = s.person AND r.pack = s.pack AND r.withdrawn_at IS NULL
WHERE s.person = :person AND s.pack = :pack AND s.state IN ('answered', 'claimed');

-- name: withdraw
UPDATE readers SET withdrawn_at = :now WHERE person = :person AND pack = :pack;

-- name: open_in
SELECT id FROM assignments WHERE person = :person AND pack = :pack AND state IN ('open', 'lapsed') ORDER BY id;

-- ---- a resale ----

-- name: resale
SELECT id, pack, requester, brought, amount, words, state, answers, position, reached, paid, at FROM resales WHERE id = :id;

-- name: resale_state
SELECT state FROM resales WHERE id = :id;

-- name: lock_resale_sqlite
SELECT state FROM resales WHERE id = :id;

-- name: lock_resale_postgres
SELECT state FROM resales WHERE id = :id FOR UPDATE;

-- name: add_resale
INSERT INTO resales (id, pack, requester, brought, amount, words, at) VALUES (:id, :pack, :requester, :brought, :amount, :words, :now);

-- name: any_counted
SELECT 1 FROM assignments s JOIN tasks t ON t.id = s.task AND t.role <> 'practice'
JOIN readers r ON r.person = s.person AND r.pack = s.pack AND r.withdrawn_at IS NULL JOIN people x ON x.id = s.person AND x.consent <> 'forgotten'
WHERE s.pack = :pack AND s.state = 'answered' AND s.paid > 0 AND s.waits = 0 LIMIT 1;

-- Those who answered in a pack, and how many answers of each are accepted: paid for good. A known answer is like any other.
-- name: counted
SELECT r.person, (SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task AND t.role <> 'practice'
    WHERE s.person = r.person AND s.pack = :pack AND s.state = 'answered' AND s.paid > 0 AND s.waits = 0) AS answers
FROM readers r JOIN people x ON x.id = r.person
WHERE r.pack = :pack AND r.person > :after AND r.withdrawn_at IS NULL AND x.consent <> 'forgotten'
ORDER BY r.person LIMIT CAST(:most AS BIGINT);

-- name: add_part
INSERT INTO resale_parts (id, resale, person, answers, at) VALUES (:id, :resale, :person, :answers, :now);

-- name: counted_so_far
UPDATE resales SET state = :state, answers = answers + CAST(:more AS BIGINT), position = :position WHERE id = :id;

-- name: parts
SELECT p.id, p.person, p.answers, x.book, x.consent FROM resale_parts p JOIN people x ON x.id = p.person
WHERE p.resale = :resale AND p.id > :after ORDER BY p.id LIMIT CAST(:most AS BIGINT);

-- name: part_paid
UPDATE resale_parts SET amount = :amount WHERE id = :id;

-- name: paid_so_far
UPDATE resales SET reached = :reached, paid = paid + CAST(:more AS BIGINT), position = :position WHERE id = :id;

-- name: over
UPDATE resales SET state = 'over', over_at = :now WHERE id = :id;

-- name: people_paid
SELECT count(*) FROM resale_parts WHERE resale = :resale AND amount > 0;

-- name: parts_of
SELECT id, resale, answers, amount, at FROM resale_parts WHERE person = :person ORDER BY id;

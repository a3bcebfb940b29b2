-- What people keep in their answers: consent that they withdraw.

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

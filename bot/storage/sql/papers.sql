-- What papers ask beside the book.

-- From when on a person was paid for tasks of packs that are not closed.
-- name: working_since^
SELECT MIN(s.offered_at) AS since FROM assignments s JOIN packs p ON p.id = s.pack
WHERE s.person = :person AND s.paid > 0 AND p.closed_at IS NULL;

-- What a person did, pack by pack, in the order they began.
-- name: work_of
SELECT w.pack, w.answers, w.first_at, w.last_at, p.closed_at, v.form,
    COALESCE(r.gold_right, 0) AS gold_right, COALESCE(r.gold_wrong, 0) AS gold_wrong
FROM (
    SELECT a.pack, COUNT(*) AS answers, MIN(a.arrived_at) AS first_at, MAX(a.arrived_at) AS last_at
    FROM answers a WHERE a.person = :person AND a.undone_at IS NULL GROUP BY a.pack
) w
JOIN packs p ON p.id = w.pack JOIN versions v ON v.id = p.version
LEFT JOIN readers r ON r.pack = w.pack AND r.person = :person
ORDER BY w.first_at, w.pack;

-- Bytes that went to people, by UTC day.

-- name: add
INSERT INTO traffic (person, day, bytes) SELECT person, CAST(:day AS BIGINT), CAST(:bytes AS BIGINT) FROM accounts WHERE id = :account
ON CONFLICT (person, day) DO UPDATE SET bytes = traffic.bytes + excluded.bytes;

-- name: bytes_since
SELECT coalesce(sum(bytes), 0) FROM traffic WHERE person = :person AND day >= :day;

-- name: work_since
SELECT count(*) AS tasks, coalesce(sum(s.paid), 0) AS earned FROM answers a JOIN assignments s ON s.id = a.assignment
WHERE a.person = :person AND a.undone_at IS NULL AND a.arrived_at >= :since;

-- name: of_person
SELECT day, bytes FROM traffic WHERE person = :person ORDER BY day;

-- name: forget
DELETE FROM traffic WHERE day < :before;

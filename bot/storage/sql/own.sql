-- What somebody set for themselves. Read for them alone.

-- name: limits
SELECT l.quiet_from, l.quiet_until, l.daily_ms, l.rest_day, l.anyway_until, p.offset_minutes
FROM people p LEFT JOIN own_limits l ON l.person = p.id WHERE p.id = :person;

-- name: of_account
SELECT l.quiet_from, l.quiet_until, l.daily_ms, l.rest_day, l.anyway_until, p.offset_minutes
FROM accounts a JOIN people p ON p.id = a.person LEFT JOIN own_limits l ON l.person = p.id
WHERE a.id = :account AND p.offset_at > :since;

-- name: set_quiet
INSERT INTO own_limits (person, quiet_from, quiet_until) VALUES (:person, :first, :last)
ON CONFLICT (person) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, anyway_until = 0;

-- name: set_daily
INSERT INTO own_limits (person, daily_ms) VALUES (:person, :most)
ON CONFLICT (person) DO UPDATE SET daily_ms = excluded.daily_ms, anyway_until = 0;

-- name: set_rest
INSERT INTO own_limits (person, rest_day) VALUES (:person, :weekday)
ON CONFLICT (person) DO UPDATE SET rest_day = excluded.rest_day, anyway_until = 0;

-- name: anyway
UPDATE own_limits SET anyway_until = :until WHERE person = :person;

-- name: off
DELETE FROM own_limits WHERE person = :person;

-- name: kept
SELECT quiet_from, quiet_until, daily_ms, rest_day, anyway_until FROM own_limits WHERE person = :person;

-- Working time: of each answer what passed since its question came or the answer before it, so much at most.
-- name: worked
SELECT coalesce(sum(CASE WHEN taken < 0 THEN 0 WHEN taken > CAST(:most AS BIGINT) THEN CAST(:most AS BIGINT) ELSE taken END), 0) AS worked
FROM (SELECT arrived_at - CASE WHEN before > shown_at THEN before ELSE shown_at END AS taken
    FROM (SELECT arrived_at, shown_at, coalesce(lag(arrived_at) OVER (ORDER BY arrived_at, id), 0) AS before
        FROM answers WHERE person = :person AND arrived_at >= :since AND shown_at IS NOT NULL) given) answered;

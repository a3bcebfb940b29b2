-- What people say of packs they find unfair, and the pauses that come of it. Who said what is read for that person alone.

-- name: add
INSERT INTO grievances (id, pack, person, reason, at) VALUES (:id, :pack, :person, :reason, :now);

-- name: said_since
SELECT 1 FROM grievances WHERE pack = :pack AND person = :person AND at > :since LIMIT 1;

-- name: answered
SELECT answered FROM readers WHERE pack = :pack AND person = :person;

-- name: who_counts
SELECT count(*) FROM readers WHERE pack = :pack AND answered >= CAST(:least AS BIGINT);

-- What counts and was not counted before: of people with enough answers there, of each place where people are paid one. Where
-- money can leave (`places` = 1) a voice needs such a place.
-- name: counted
SELECT g.id, g.person, g.reason FROM grievances g JOIN readers r ON r.pack = g.pack AND r.person = g.person AND r.answered >= CAST(:least AS BIGINT)
WHERE g.pack = :pack AND g.at > :since AND g.heard_at IS NULL
  AND (CAST(:places AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM destinations d
      WHERE d.person = g.person AND d.confirmed_at IS NOT NULL AND d.ended_at IS NULL))
  AND NOT EXISTS (SELECT 1 FROM destinations own CROSS JOIN destinations theirs CROSS JOIN grievances e CROSS JOIN readers q
      WHERE own.person = g.person AND own.confirmed_at IS NOT NULL
        AND theirs.fingerprint = own.fingerprint AND theirs.person <> g.person AND theirs.confirmed_at IS NOT NULL
        AND e.pack = g.pack AND e.person = theirs.person AND e.at > :since
        AND q.pack = e.pack AND q.person = e.person
        AND (e.heard_at IS NOT NULL OR e.id < g.id AND q.answered >= CAST(:least AS BIGINT)))
ORDER BY g.id;

-- How many said so lately and were not counted: never fewer than do count.
-- name: unheard
SELECT count(*) FROM grievances WHERE pack = :pack AND at > :since AND heard_at IS NULL;

-- Did somebody else say so, who is or was paid where this person is, and do they count?
-- name: shared
SELECT 1 FROM destinations own CROSS JOIN destinations theirs CROSS JOIN grievances e CROSS JOIN readers q
WHERE own.person = :person AND own.confirmed_at IS NOT NULL
  AND theirs.fingerprint = own.fingerprint AND theirs.person <> :person AND theirs.confirmed_at IS NOT NULL
  AND e.pack = :pack AND e.person = theirs.person AND e.at > :since
  AND q.pack = e.pack AND q.person = e.person AND (e.heard_at IS NOT NULL OR q.answered >= CAST(:least AS BIGINT)) LIMIT 1;

-- name: paid_somewhere
SELECT 1 FROM destinations WHERE person = :person AND confirmed_at IS NOT NULL AND ended_at IS NULL LIMIT 1;

-- name: hear
UPDATE grievances SET heard_at = :now WHERE id = :id;

-- The counts of what a pack was paused for last.
-- name: reasons
SELECT g.reason, count(*) AS people FROM grievances g JOIN halts h ON h.pack = g.pack AND h.at = g.heard_at
WHERE g.pack = :pack GROUP BY g.reason ORDER BY count(*) DESC, g.reason;

-- name: kept
SELECT k.name AS pack, g.id, g.reason, g.at, g.heard_at FROM grievances g JOIN packs k ON k.id = g.pack WHERE g.person = :person ORDER BY g.id;

-- ---- pauses ----

-- name: halt
INSERT INTO halts (pack, state, ran, at) VALUES (:pack, 'waiting', :ran, :now)
ON CONFLICT (pack) DO UPDATE SET state = 'waiting', ran = excluded.ran, at = excluded.at, version = 0, outcome = '',
    reason = '', words = '';

-- name: halted
SELECT h.pack, h.state, h.ran, h.version, h.at FROM halts h WHERE h.pack = :pack;

-- name: end_halt
UPDATE halts SET state = 'over' WHERE pack = :pack;

-- Time does not let it go on any more.
-- name: stay
UPDATE halts SET ran = 0 WHERE pack = :pack AND state = 'waiting';

-- name: keep
UPDATE halts SET state = 'kept', version = :version WHERE pack = :pack;

-- What was decided, to be told to those who said it.
-- name: decide
UPDATE halts SET outcome = :outcome, reason = :reason, words = :words WHERE pack = :pack;

-- name: to_tell
UPDATE grievances SET telling = 1 WHERE pack = :pack AND heard_at = (SELECT h.at FROM halts h WHERE h.pack = :pack);

-- name: telling_sqlite
SELECT g.id, g.pack, g.person, h.outcome, h.reason, h.words FROM grievances g JOIN halts h ON h.pack = g.pack
WHERE g.telling = 1 ORDER BY g.id LIMIT CAST(:most AS BIGINT);

-- name: telling_postgres
SELECT g.id, g.pack, g.person, h.outcome, h.reason, h.words FROM grievances g JOIN halts h ON h.pack = g.pack
WHERE g.telling = 1 ORDER BY g.id LIMIT CAST(:most AS BIGINT) FOR UPDATE OF g SKIP LOCKED;

-- name: told
UPDATE grievances SET telling = 0 WHERE id = :id;

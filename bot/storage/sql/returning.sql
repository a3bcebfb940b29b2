-- Outages, ours and regions', and who comes back from them.

-- name: last_sign
SELECT at FROM life WHERE bot = :bot;

-- name: first_sign
INSERT INTO life (bot, at) VALUES (:bot, :now) ON CONFLICT DO NOTHING;

-- name: sign
UPDATE life SET at = :now WHERE bot = :bot AND at = :last;

-- name: add
INSERT INTO outages (id, kind, bot, began_at, ended_at, people) VALUES (:id, :kind, :bot, :began, :ended, :people)
ON CONFLICT DO NOTHING;

-- name: lengthen
UPDATE assignments SET lease_until = lease_until + :ended - CASE WHEN offered_at > :began THEN offered_at ELSE :began END
WHERE state = 'open' AND lease_until > :began AND offered_at < :ended
  AND person IN (SELECT person FROM accounts WHERE bot = :bot);

-- name: stop_deadlines
UPDATE deadlines SET at = at + :away WHERE kind IN ('claim', 'fix', 'case', 'case jury', 'alarm silence', 'interpreter', 'proposal', 'grievance') AND at > :began;

-- name: stop_claims
UPDATE claims SET stopped_ms = stopped_ms + :away WHERE decided_at IS NULL;

-- name: stop_votes
UPDATE proposals SET until = until + :away WHERE state IN ('seconding', 'voting') AND until > :began;

-- name: note_leases
UPDATE outages SET leases = :leases WHERE id = :id AND leases < :leases;

-- name: note_people
UPDATE outages SET people = :people WHERE id = :id;

-- name: to_tell_sqlite
SELECT id, began_at, ended_at, position, people FROM outages
WHERE bot = :bot AND kind = 'ours' AND told_at IS NULL AND ended_at <= :before ORDER BY id LIMIT 1;

-- name: to_tell_postgres
SELECT id, began_at, ended_at, position, people FROM outages
WHERE bot = :bot AND kind = 'ours' AND told_at IS NULL AND ended_at <= :before ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;

-- Who was in the middle of a task and has done nothing since: their newest question is from before. Not who shares a phone that
-- another has now.
-- name: in_the_middle
SELECT a.id FROM accounts a JOIN people p ON p.id = a.person
WHERE a.id > :position AND a.bot = :bot AND a.blocked_at IS NULL AND a.away = 0 AND p.paused_at IS NULL AND EXISTS (
    SELECT 1 FROM questions q WHERE q.account = a.id AND q.assignment IS NOT NULL AND q.settled_at IS NULL
      AND q.shown_at >= :since AND q.shown_at < :until AND q.id < :before
      AND q.id = (SELECT max(n.id) FROM questions n WHERE n.account = a.id AND n.settled_at IS NULL))
ORDER BY a.id LIMIT :most;

-- name: told
UPDATE outages SET position = :position, people = people + :people, told_at = CAST(:told_at AS BIGINT) WHERE id = :id;

-- name: silence
SELECT count(*) AS worked, coalesce(sum(gone), 0) AS gone FROM (
    SELECT w.person, CASE WHEN EXISTS (SELECT 1 FROM assignments l WHERE l.person = w.person AND l.ended_at >= :middle
        AND l.ended_at < :ends) THEN 0 ELSE 1 END AS gone
    FROM (SELECT DISTINCT person FROM assignments WHERE id >= :first AND id < :last AND ended_at < :middle) w) s;

-- The region's silence that goes on, if there is one; else whatever ended last.
-- name: newest
SELECT id, began_at, ended_at FROM outages ORDER BY ended_at IS NOT NULL, ended_at DESC LIMIT 1;

-- name: group
INSERT INTO silent (outage, person)
SELECT DISTINCT CAST(:id AS BIGINT), w.person FROM assignments w WHERE w.id >= :first AND w.id < :last AND w.ended_at < :middle
  AND NOT EXISTS (SELECT 1 FROM assignments l WHERE l.person = w.person AND l.ended_at >= :middle);

-- name: hold_leases
UPDATE assignments SET lease_until = :until WHERE state = 'open' AND lease_until < :until AND offered_at < :now
  AND person IN (SELECT person FROM silent WHERE outage = :id);

-- name: hold_deadlines
UPDATE deadlines SET at = :until WHERE at < :until
  AND (kind = 'claim' AND subject IN (SELECT c.id FROM claims c JOIN silent s ON s.person = c.person WHERE s.outage = :id)
    OR kind = 'fix' AND subject IN (SELECT f.id FROM fixes f JOIN silent s ON s.person = f.person WHERE s.outage = :id));

-- name: group_back
SELECT o.people, o.people - (SELECT count(*) FROM silent s WHERE s.outage = o.id AND NOT EXISTS (
    SELECT 1 FROM assignments l WHERE l.person = s.person AND l.ended_at >= :since)) AS back FROM outages o WHERE o.id = :id;

-- name: group_stopped
UPDATE claims SET stopped_ms = stopped_ms + :away WHERE decided_at IS NULL
  AND person IN (SELECT person FROM silent WHERE outage = :id);

-- name: end_region
UPDATE outages SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- By the few outages there are, not among all who are away: CROSS JOIN keeps that order on SQLite.
-- name: silent_since
SELECT o.began_at, o.ended_at FROM outages o CROSS JOIN silent s
WHERE o.kind = 'region' AND s.outage = o.id AND s.person = :person ORDER BY o.id DESC LIMIT 1;

-- Who is back, and was told so.
-- name: drop_person
DELETE FROM silent WHERE person = :person AND outage IN (SELECT id FROM outages WHERE kind = 'region');

-- name: person_stopped
UPDATE claims SET stopped_ms = stopped_ms + :away WHERE decided_at IS NULL AND person = :person;

-- name: drop_back
DELETE FROM silent WHERE outage = :id AND EXISTS (SELECT 1 FROM assignments l WHERE l.person = silent.person AND l.ended_at >= :since);

-- name: drop_old
DELETE FROM silent WHERE outage IN (SELECT id FROM outages WHERE ended_at < :before);

-- name: recent
SELECT kind, began_at, ended_at, leases, people FROM outages WHERE began_at > :since ORDER BY id;

-- name: forget
DELETE FROM outages WHERE ended_at < :before;

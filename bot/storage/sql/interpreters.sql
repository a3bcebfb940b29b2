-- Who writes what is said in a case in another language, for who decides it.

-- Who may: people of either language with so many answers paid for good, on no side, near to nobody who is (by phone, or by where they
-- are paid) or has a say in the case, nobody of whose phone worked in that pack or reported it in the room, and who was not asked so often
-- in a day's time already. Who wrote from the one into the other before comes first,
-- who would not last; then who speaks the words' own language; then who was here last. `only` one person, or 0.
-- name: eligible
WITH sides (person) AS (SELECT CAST(:person AS BIGINT) UNION SELECT CAST(:asker AS BIGINT)
    UNION SELECT q.person FROM requesters q WHERE q.id = :requester AND q.person IS NOT NULL)
SELECT x.id AS person FROM people x JOIN readers r ON r.person = x.id
WHERE x.language IN (:source, :target) AND x.consent NOT IN ('', 'forgotten') AND x.paused_at IS NULL
  AND (CAST(:only AS BIGINT) = 0 OR x.id = CAST(:only AS BIGINT))
  AND x.id NOT IN (SELECT person FROM sides) AND x.id NOT IN (SELECT other FROM near WHERE person IN (SELECT person FROM sides))
  AND NOT EXISTS (SELECT 1 FROM near n WHERE n.person = x.id AND (
      EXISTS (SELECT 1 FROM opinions f WHERE f.subject = :case AND f.person = n.other)
      OR EXISTS (SELECT 1 FROM jurors j WHERE j.subject = :case AND j.person = n.other)
      OR n.phone = 1 AND (EXISTS (SELECT 1 FROM readers e WHERE e.pack = :pack AND e.person = n.other)
      OR EXISTS (SELECT 1 FROM room_reports m JOIN cases c ON c.kind = 'room' AND c.subject = m.message WHERE c.id = :case AND m.person = n.other))))
  AND NOT EXISTS (SELECT 1 FROM moderators m WHERE m.person = x.id AND m.ended_at IS NULL)
  AND (x.id = CAST(:only AS BIGINT) OR NOT EXISTS (SELECT 1 FROM interpreters i WHERE i.subject = :case AND i.person = x.id))
  AND (x.id = CAST(:only AS BIGINT) OR CAST(:daily AS BIGINT) > (
      SELECT count(*) FROM interpreters i WHERE i.person = x.id AND i.state <> 'declined' AND i.at > :since))
  AND EXISTS (SELECT 1 FROM accounts a WHERE a.person = x.id AND a.blocked_at IS NULL)
GROUP BY x.id HAVING sum(r.answered) >= CAST(:least AS BIGINT) AND CAST(:least AS BIGINT) <= (
    SELECT count(*) FROM assignments s WHERE s.person = x.id AND s.state = 'answered' AND s.paid > 0 AND s.waits = 0)
ORDER BY CASE WHEN EXISTS (SELECT 1 FROM interpreters i WHERE i.person = x.id AND i.state = 'written'
        AND i.source IN (:source, :target) AND i.target IN (:source, :target)) THEN 0
    WHEN EXISTS (SELECT 1 FROM interpreters i WHERE i.person = x.id AND i.source IN (:source, :target) AND i.target IN (:source, :target)) THEN 2
    ELSE 1 END, CASE WHEN x.language = :source THEN 0 ELSE 1 END, max(r.started_at) DESC, x.id LIMIT CAST(:most AS BIGINT);

-- name: add
INSERT INTO interpreters (id, subject, person, source, target, amount, asker, at)
VALUES (:id, :case, :person, :source, :target, :amount, :asker, :now) ON CONFLICT DO NOTHING;

-- name: of_case
SELECT id, source, target, state, amount, asker, written_at, at FROM interpreters WHERE subject = :case ORDER BY id;

-- What was written, of each language the newest.
-- name: written
SELECT i.source, i.target, i.words FROM interpreters i WHERE i.subject = :case AND i.state = 'written' AND i.words <> ''
  AND NOT EXISTS (SELECT 1 FROM interpreters n WHERE n.subject = i.subject AND n.source = i.source AND n.target = i.target
      AND n.state = 'written' AND n.words <> '' AND n.written_at > i.written_at)
ORDER BY i.id;

-- name: of_person
SELECT id, source, target, state, amount, asker, at FROM interpreters WHERE subject = :case AND person = :person;

-- name: one
SELECT id, person, amount, paid FROM interpreters WHERE id = :id;

-- name: open
UPDATE interpreters SET state = 'opened' WHERE id = :id AND state = 'asked';

-- name: decline
UPDATE interpreters SET state = 'declined' WHERE id = :id AND state IN ('asked', 'opened');

-- name: write
UPDATE interpreters SET state = 'written', words = :words, written_at = :now WHERE id = :id AND state = 'opened';

-- name: paid
UPDATE interpreters SET paid = 1 WHERE id = :id;

-- name: kept
SELECT id, subject, source, target, state, words, amount, paid, written_at, at FROM interpreters WHERE person = :person ORDER BY id;

-- name: asked_by
SELECT subject, source, target, state, at FROM interpreters WHERE asker = :person ORDER BY id;

-- The workers' room. Who stands behind a pseudonym is read for that person alone, and for whoever decides about a message by nobody.

-- name: paid_answer
SELECT 1 FROM assignments WHERE person = :person AND state IN ('answered', 'claimed') AND paid > 0 AND waits = 0 LIMIT 1;

-- Whoever brings work or decides cases, and whoever shares a phone with somebody who does: they could read over the other's shoulder.
-- name: stands_outside
SELECT 1 FROM (
    SELECT CAST(:person AS BIGINT) AS person
    UNION SELECT t.person FROM accounts o JOIN accounts t ON t.bot = o.bot AND t.telegram = o.telegram WHERE o.person = :person
) p WHERE EXISTS (SELECT 1 FROM requesters r WHERE r.person = p.person)
    OR EXISTS (SELECT 1 FROM moderators m WHERE m.person = p.person AND m.ended_at IS NULL) LIMIT 1;

-- name: member
SELECT person, name, digest, seen FROM room_people WHERE person = :person;

-- name: enter
INSERT INTO room_people (person, name, at) VALUES (:person, :name, :now) ON CONFLICT DO NOTHING;

-- Numbers follow each other: who takes the next one waits for whoever is at it.
-- name: one_at_a_time_sqlite
SELECT 1 AS held;

-- name: one_at_a_time_postgres
SELECT 1 AS held FROM pg_advisory_xact_lock(707071);

-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM room_messages;

-- name: add
INSERT INTO room_messages (id, number, person, words, at) VALUES (:id, :number, :person, :words, :now);

-- name: said_since
SELECT count(*) FROM room_messages WHERE person = :person AND at > :since;

-- name: newest_of
SELECT number, words FROM room_messages WHERE person = :person AND state = 'shown' ORDER BY number DESC LIMIT 1;

-- A page before a number: what stands, is hidden to nobody, and was not reported by this person.
-- name: page
SELECT m.number, m.person, p.name, m.words, m.at FROM room_messages m JOIN room_people p ON p.person = m.person
WHERE m.number < CAST(:before AS BIGINT) AND m.state = 'shown' AND m.reports < CAST(:hidden AS BIGINT)
  AND NOT EXISTS (SELECT 1 FROM room_reports r WHERE r.message = m.id AND r.person = :person)
ORDER BY m.number DESC LIMIT CAST(:most AS BIGINT);

-- name: numbered_sqlite
SELECT id, person, words, state FROM room_messages WHERE number = :number AND state = 'shown';

-- name: numbered_postgres
SELECT id, person, words, state FROM room_messages WHERE number = :number AND state = 'shown' FOR UPDATE;

-- name: message
SELECT id, person, words, state FROM room_messages WHERE id = :id;

-- name: report
INSERT INTO room_reports (message, person) VALUES (:message, :person) ON CONFLICT DO NOTHING;

-- name: count_report
UPDATE room_messages SET reports = reports + 1 WHERE id = :message;

-- name: cleared
UPDATE room_messages SET reports = 0 WHERE id = :message;

-- Its number stays, so that no later one gets it; its words go.
-- name: take_out
UPDATE room_messages SET state = :state, words = '' WHERE id = :message;

-- name: set_digest
UPDATE room_people SET digest = :digest, digest_at = :now, seen = (SELECT coalesce(max(number), 0) FROM room_messages) WHERE person = :person;

-- name: saw
UPDATE room_people SET seen = :number WHERE person = :person AND digest = 1 AND seen < CAST(:number AS BIGINT);

-- Who wants a line a day and got none for a day; how many messages of others are new to them.
-- name: digests
SELECT p.person, (SELECT count(*) FROM room_messages m WHERE m.number > p.seen AND m.state = 'shown' AND m.person <> p.person) AS news
FROM room_people p WHERE p.digest = 1 AND p.digest_at <= :before ORDER BY p.digest_at, p.person LIMIT CAST(:most AS BIGINT);

-- name: digest_told
UPDATE room_people SET digest_at = :now WHERE person = :person;

-- name: member_kept
SELECT name, digest, digest_at, seen, at FROM room_people WHERE person = :person;

-- name: messages_kept
SELECT number, words, state, at FROM room_messages WHERE person = :person ORDER BY number;

-- name: reports_kept
SELECT m.number FROM room_reports r JOIN room_messages m ON m.id = r.message WHERE r.person = :person ORDER BY m.number;

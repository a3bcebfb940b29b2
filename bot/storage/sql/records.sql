-- What may be known of requesters, and the marks that people give them. Who gave which is read for that person alone.

-- name: requesters
SELECT DISTINCT requester AS id FROM packs WHERE launched_at IS NOT NULL ORDER BY requester;

-- name: packs
SELECT p.id, v.form FROM packs p JOIN versions v ON v.id = p.version
WHERE p.requester = :requester AND p.launched_at IS NOT NULL ORDER BY p.id DESC LIMIT CAST(:most AS BIGINT);

-- What a pack's newest answers paid, with the floor's difference, and how long they took. Late ones tell no time.
-- name: timed
SELECT s.person, s.paid + s.floor AS paid, a.arrived_at - a.shown_at AS taken
FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL AND a.late = 0 AND a.shown_at IS NOT NULL
WHERE s.pack = :pack AND s.state = 'answered' AND s.paid > 0 AND s.waits = 0
ORDER BY s.id DESC LIMIT CAST(:most AS BIGINT);

-- name: people
SELECT count(DISTINCT r.person) FROM readers r JOIN packs p ON p.id = r.pack WHERE p.requester = :requester AND r.answered > 0;

-- Claims that are over, those in which the worker was right however that came about, and of how many people.
-- name: claims
SELECT count(*) AS decided, count(CASE WHEN state <> 'upheld' THEN 1 END) AS overturned, count(DISTINCT person) AS people
FROM claims WHERE requester = :requester AND decided_at IS NOT NULL;

-- name: questions
SELECT person, coalesce(answered_at, CAST(:now AS BIGINT)) - asked_at AS waited FROM asked
WHERE requester = :requester ORDER BY id DESC LIMIT CAST(:most AS BIGINT);

-- name: answers
SELECT answers FROM requesters WHERE id = :requester;

-- name: note
INSERT INTO records (requester, hourly, claimed, overturned, reply_ms)
VALUES (:requester, :hourly, :claimed, :overturned, :reply_ms)
ON CONFLICT (requester) DO UPDATE SET hourly = excluded.hourly, claimed = excluded.claimed, overturned = excluded.overturned,
    reply_ms = excluded.reply_ms;

-- name: note_marks
UPDATE records SET pay = :pay, clarity = :clarity, fairness = :fairness, communication = :communication, raters = :raters,
    rated_at = :now WHERE requester = :requester;

-- name: of
SELECT hourly, claimed, overturned, reply_ms, pay, clarity, fairness, communication, raters, rated_at
FROM records WHERE requester = :requester;

-- name: ratings
SELECT pay, clarity, fairness, communication, at FROM ratings WHERE requester = :requester ORDER BY at, person;

-- Is somebody far enough to give marks? What was claimed counts too, so that nobody's marks can be kept out by a claim.
-- name: settled
SELECT count(*) FROM (SELECT 1 FROM readers r JOIN packs p ON p.id = r.pack
    JOIN assignments s ON s.pack = r.pack AND s.person = r.person AND s.state IN ('answered', 'claimed')
    WHERE r.person = :person AND p.requester = :requester AND r.answered > 0 AND s.paid > 0 AND s.waits = 0
    LIMIT CAST(:most AS BIGINT)) first_ones;

-- name: answered_for
SELECT coalesce(sum(r.answered), 0) FROM readers r JOIN packs p ON p.id = r.pack
WHERE r.person = :person AND p.requester = :requester;

-- name: rate
INSERT INTO ratings (person, requester, pay, clarity, fairness, communication, at)
VALUES (:person, :requester, :pay, :clarity, :fairness, :communication, :now)
ON CONFLICT (person, requester) DO UPDATE SET pay = excluded.pay, clarity = excluded.clarity, fairness = excluded.fairness,
    communication = excluded.communication, at = excluded.at;

-- name: rated_by
SELECT r.name AS requester, g.pay, g.clarity, g.fairness, g.communication, g.at FROM ratings g JOIN requesters r ON r.id = g.requester
WHERE g.person = :person ORDER BY g.requester;

-- What an installation may tell of a month: read whole for the operator, told in sums of ten people or more.

-- Answers that stand, in the order in which they came; of known ones what was said and what is right.
-- name: answers
SELECT a.id, a.person, a.arrived_at, a.shown_at, a.late, s.paid + s.floor AS paid, s.waits, s.pack, t.role,
    CASE WHEN t.role = 'gold' THEN a.value END AS value, CASE WHEN t.role = 'gold' THEN t.answer END AS answer, s.version
FROM answers a JOIN assignments s ON s.id = a.assignment JOIN tasks t ON t.id = s.task
WHERE a.id > :after AND a.id < :beyond AND a.undone_at IS NULL ORDER BY a.id LIMIT CAST(:most AS BIGINT);

-- name: pack
SELECT p.hourly, p.floor_hourly, v.form FROM packs p JOIN versions v ON v.id = p.version WHERE p.id = :pack;

-- name: payouts
SELECT book, amount, ended_at - asked_at AS took FROM payouts
WHERE state = 'confirmed' AND ended_at >= :first AND ended_at < :beyond;

-- name: claims
SELECT person FROM claims WHERE id >= :first AND id < :beyond;

-- name: disagreements
SELECT person FROM claims WHERE disagreed_at >= :first AND disagreed_at < :beyond;

-- Claims that ended, with every word of the journal on how, the last one last: silence, overdue, gave_in, ruling, final, agreed.
-- name: ends
SELECT c.id, j.facts, c.person, c.disagreed_at FROM journal j JOIN claims c ON c.id = j.about
WHERE j.verb = 'claim_end' AND j.id >= :begins AND j.id < :ends AND c.decided_at >= :first AND c.decided_at < :beyond ORDER BY j.id;

-- Questions that were asked, and how long each had waited when it was answered.
-- name: questions
SELECT person, answered_at - asked_at AS waited FROM asked WHERE asked_at >= :first AND asked_at < :beyond AND asked_at <= :due;

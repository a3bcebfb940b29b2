-- The hourly floor on the measured median: what each answer of a pack is paid more, and who still waits for that.

-- name: freeze
UPDATE packs SET floor_hourly = :floor WHERE id = :pack;

-- name: pack
SELECT p.id, p.name, p.requester, p.state, p.median_ms, p.floor_hourly, p.floor_extra, p.floor_after, p.floor_short_at, p.gold_left, v.form
FROM packs p JOIN versions v ON v.id = p.version WHERE p.id = :pack;

-- name: set_extra
UPDATE packs SET floor_extra = :extra WHERE id = :pack AND floor_extra = 0;

-- name: earlier
SELECT id FROM assignments WHERE pack = :pack AND state = 'answered' AND id > :after AND floor = 0
ORDER BY id LIMIT CAST(:most AS BIGINT);

-- name: reached
UPDATE packs SET floor_after = :after WHERE id = :pack;

-- name: owe
INSERT INTO deadlines (kind, subject, at)
SELECT 'floor', s.id, CAST(:now AS BIGINT) FROM assignments s JOIN packs p ON p.id = s.pack
WHERE s.id = :assignment AND s.floor = 0 AND p.floor_extra > 0
ON CONFLICT (kind, subject) DO NOTHING;

-- name: owed
SELECT s.id, s.pack, s.person, s.state, s.floor, s.offered_at, s.ended_at, x.book, p.floor_extra, p.floor_short_at, p.state AS pack_state
FROM assignments s JOIN packs p ON p.id = s.pack JOIN people x ON x.id = s.person WHERE s.id = :assignment;

-- name: paid
UPDATE assignments SET floor = :paid WHERE id = :assignment AND floor = 0;

-- name: short
UPDATE packs SET floor_short_at = :now WHERE id = :pack AND floor_short_at IS NULL;

-- name: enough
UPDATE packs SET floor_short_at = NULL WHERE id = :pack;

-- name: hurry
UPDATE deadlines SET at = :now WHERE kind = 'floor' AND at > :now
  AND subject IN (SELECT s.id FROM assignments s WHERE s.pack = :pack AND s.floor = 0);

-- Answers that are given and wait for the difference, and those of people who hold a task.
-- name: wanted
SELECT
    (SELECT count(*) FROM assignments s WHERE s.pack = :pack AND s.state = 'answered' AND s.floor = 0) AS owed,
    (SELECT count(*) FROM assignments s WHERE s.pack = :pack AND s.state = 'open' AND s.paid = 0) AS held;

-- name: note
UPDATE readers SET floor_untold = floor_untold + :amount WHERE person = :person AND pack = :pack;

-- name: tell_later
INSERT INTO deadlines (kind, subject, at) VALUES ('floor told', :person, :at) ON CONFLICT (kind, subject) DO NOTHING;

-- name: last_told
SELECT coalesce(max(floor_told_at), 0) FROM readers WHERE person = :person;

-- name: untold
SELECT r.floor_untold AS amount, v.form FROM readers r JOIN packs p ON p.id = r.pack JOIN versions v ON v.id = p.version
WHERE r.person = :person AND r.floor_untold > 0 ORDER BY r.pack;

-- name: told
UPDATE readers SET floor_untold = 0, floor_told_at = :now WHERE person = :person AND floor_untold > 0;

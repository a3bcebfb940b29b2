-- What leaves: a pack's tasks and final answers, in pages. Nothing here says who somebody is beside their number.

-- name: secret
SELECT secret FROM packs WHERE id = :pack;

-- name: keep_secret
UPDATE packs SET secret = :secret WHERE id = :pack AND secret = '';

-- name: delivered
UPDATE packs SET delivered_at = :now WHERE id = :pack;

-- name: versions
SELECT number, hash, created_at FROM versions WHERE pack = :pack ORDER BY number;

-- name: languages
SELECT x.language, count(*) AS people FROM readers r JOIN people x ON x.id = r.person
WHERE r.pack = :pack AND r.answered > 0 AND r.withdrawn_at IS NULL GROUP BY x.language ORDER BY x.language;

-- What was reported as against the law leaves in nothing that follows, until it is said to be within it.
-- name: tasks
SELECT id, key, role, item, picture, answer FROM tasks
WHERE pack = :pack AND key > :after AND stopped_why <> 'illegal' ORDER BY key LIMIT CAST(:most AS BIGINT);

-- Whoever withdrew from a pack is in none of its results.
-- An answer is final when it is paid and can't be undone any more: another came after it, or the time for it is over.
-- What a message to a bundle answered is undone and corrected together, so it waits for the time.
-- name: final_answers_sqlite
SELECT s.id, s.person, t.key AS task, s.offered_at, s.paid, a.id AS answer, a.value, a.version, a.late, a.shown_at,
    a.arrived_at, a.delivered_at, r.aside
FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL JOIN tasks t ON t.id = s.task
JOIN people x ON x.id = s.person JOIN readers r ON r.person = s.person AND r.pack = s.pack AND r.withdrawn_at IS NULL
WHERE s.pack = :pack AND s.state = 'answered' AND t.stopped_why <> 'illegal' AND s.id > :after AND s.paid > 0 AND s.waits = 0
  AND (s.ended_at < :undo_before OR ((x.undo_assignment IS NULL OR x.undo_assignment <> s.id)
    AND NOT EXISTS (SELECT 1 FROM bundled b WHERE b.assignment = s.id AND b.reply <> 0)))
  AND (CAST(:untold AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM hooked h WHERE h.assignment = s.id))
ORDER BY s.id LIMIT CAST(:most AS BIGINT);

-- name: final_answers_postgres
SELECT s.id, s.person, t.key AS task, s.offered_at, s.paid, a.id AS answer, a.value, a.version, a.late, a.shown_at,
    a.arrived_at, a.delivered_at, r.aside
FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL JOIN tasks t ON t.id = s.task
JOIN people x ON x.id = s.person JOIN readers r ON r.person = s.person AND r.pack = s.pack AND r.withdrawn_at IS NULL
WHERE s.pack = :pack AND s.state = 'answered' AND t.stopped_why <> 'illegal' AND s.id > :after AND s.paid > 0 AND s.waits = 0
  AND (s.ended_at < :undo_before OR ((x.undo_assignment IS NULL OR x.undo_assignment <> s.id)
    AND NOT EXISTS (SELECT 1 FROM bundled b WHERE b.assignment = s.id AND b.reply <> 0)))
  AND (CAST(:untold AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM hooked h WHERE h.assignment = s.id))
ORDER BY s.id LIMIT CAST(:most AS BIGINT) FOR UPDATE OF s;

-- The same, for a look that holds nothing: is there one of which no webhook was told?
-- name: any_untold
SELECT 1 FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL JOIN people x ON x.id = s.person
JOIN readers r ON r.person = s.person AND r.pack = s.pack AND r.withdrawn_at IS NULL JOIN tasks t ON t.id = s.task WHERE s.pack = :pack AND s.state = 'answered' AND t.stopped_why <> 'illegal' AND s.id > :after AND s.paid > 0 AND s.waits = 0
  AND (s.ended_at < :undo_before OR ((x.undo_assignment IS NULL OR x.undo_assignment <> s.id)
    AND NOT EXISTS (SELECT 1 FROM bundled b WHERE b.assignment = s.id AND b.reply <> 0)))
  AND NOT EXISTS (SELECT 1 FROM hooked h WHERE h.assignment = s.id) LIMIT 1;

-- name: deliver
UPDATE answers SET delivered_at = :now WHERE id = :answer AND delivered_at IS NULL;

-- name: skipped
SELECT s.id, t.key AS task, s.offered_at, s.ended_at, v.hash AS version
FROM assignments s JOIN tasks t ON t.id = s.task JOIN versions v ON v.id = s.version
WHERE s.pack = :pack AND s.state = 'skipped' AND t.stopped_why <> 'illegal' AND s.id > :after ORDER BY s.id LIMIT CAST(:most AS BIGINT);

-- name: reported
SELECT s.id, s.person, t.key AS task, s.offered_at, s.ended_at, s.paid, v.hash AS version, r.ground
FROM assignments s JOIN tasks t ON t.id = s.task JOIN versions v ON v.id = s.version JOIN reports r ON r.assignment = s.id
JOIN readers e ON e.person = s.person AND e.pack = s.pack AND e.withdrawn_at IS NULL WHERE s.pack = :pack AND s.state = 'reported' AND t.stopped_why <> 'illegal' AND s.id > :after AND s.paid > 0
ORDER BY s.id LIMIT CAST(:most AS BIGINT);

-- name: readers
SELECT person FROM readers WHERE pack = :pack ORDER BY person;

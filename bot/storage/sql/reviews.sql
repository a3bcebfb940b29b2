-- Answers whose pay waits while their requester may look at them.

-- name: wait
UPDATE assignments SET waits = :transfer WHERE id = :assignment;

-- name: released
UPDATE assignments SET waits = 0 WHERE id = :assignment AND waits = :transfer;

-- name: waiting_count
SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task
WHERE s.pack = :pack AND s.waits <> 0 AND t.role = 'task' AND s.state = :state;

-- Those a requester may look at: given, never claimed, not delivered, past being undone; in a window while it is open.
-- name: waiting
SELECT s.id, s.task, s.version, t.key, t.item, t.picture, t.level, a.value, d.at AS until
FROM assignments s JOIN tasks t ON t.id = s.task AND t.role = 'task'
JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL AND a.delivered_at IS NULL
JOIN packs p ON p.id = s.pack JOIN people x ON x.id = s.person
LEFT JOIN deadlines d ON d.kind = 'release' AND d.subject = s.id
WHERE s.pack = :pack AND s.state = 'answered' AND t.stopped_why <> 'illegal' AND s.id > :after AND s.paid > 0
  AND (s.waits <> 0 OR p.window_h = 0 AND s.ended_at > :since)
  AND (s.ended_at < :undo_before OR ((x.undo_assignment IS NULL OR x.undo_assignment <> s.id)
    AND NOT EXISTS (SELECT 1 FROM bundled b WHERE b.assignment = s.id AND b.reply <> 0)))
  AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.assignment = s.id)
ORDER BY s.id LIMIT CAST(:most AS BIGINT);

-- name: hurry
UPDATE deadlines SET at = :now WHERE kind = 'release' AND at > :now AND subject IN (SELECT s.id FROM assignments s
    JOIN people x ON x.id = s.person WHERE s.pack = :pack AND s.waits <> 0 AND s.state = 'answered'
    AND (s.ended_at < :undo_before OR ((x.undo_assignment IS NULL OR x.undo_assignment <> s.id)
      AND NOT EXISTS (SELECT 1 FROM bundled b WHERE b.assignment = s.id AND b.reply <> 0))));

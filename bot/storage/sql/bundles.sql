-- Small questions handed out together (docs/offline.md).

-- name: add
INSERT INTO bundles (id, account, person, pack, shown_at) VALUES (:id, :account, :person, :pack, :now);

-- name: put
INSERT INTO bundled (bundle, number, assignment) VALUES (:bundle, :number, :assignment);

-- name: newest
SELECT id, pack, shown_at FROM bundles WHERE account = :account ORDER BY id DESC LIMIT 1;

-- name: bundle
SELECT id, pack FROM bundles WHERE id = :bundle;

-- name: shown_at
SELECT shown_at FROM bundles WHERE id = :bundle;

-- name: shown_again
UPDATE bundles SET shown_at = :now WHERE id = :bundle;

-- Its question, settled or not, under the newest of its marks.
-- name: question
SELECT account, mark, id, facts, language, assignment, bundle, pending, message, shown_at, settled_at, settled_by
FROM questions WHERE account = :account AND bundle = :bundle ORDER BY id DESC LIMIT 1;

-- name: items
SELECT b.number, b.assignment, b.heard, b.reply, s.state, t.item, t.picture, t.stopped_at, t.level FROM bundled b
JOIN assignments s ON s.id = b.assignment JOIN tasks t ON t.id = s.task WHERE b.bundle = :bundle ORDER BY b.number;

-- In one order, whatever order they are typed in: of two who answer the same tasks the second waits, and neither for the other.
-- name: lock_assignments_sqlite
SELECT s.id FROM bundled b JOIN assignments s ON s.id = b.assignment WHERE b.bundle = :bundle ORDER BY s.id;

-- name: lock_assignments_postgres
SELECT s.id FROM bundled b JOIN assignments s ON s.id = b.assignment WHERE b.bundle = :bundle ORDER BY s.id FOR UPDATE OF s;

-- name: lock_tasks_sqlite
SELECT t.id FROM bundled b JOIN assignments s ON s.id = b.assignment JOIN tasks t ON t.id = s.task
WHERE b.bundle = :bundle ORDER BY t.id;

-- name: lock_tasks_postgres
SELECT t.id FROM bundled b JOIN assignments s ON s.id = b.assignment JOIN tasks t ON t.id = s.task
WHERE b.bundle = :bundle ORDER BY t.id FOR UPDATE OF t;

-- What somebody holds of a pack and has not answered; practice comes by itself, never in a bundle. By the index of what is open, which
-- holds what lapsed too: however much they answered, it is not read.
-- name: held
SELECT s.id, s.task, t.level FROM assignments s JOIN tasks t ON t.id = s.task
WHERE s.person = :person AND s.state IN ('open', 'lapsed') AND t.pack = :pack AND s.state = 'open' AND t.role <> 'practice' AND t.stopped_at IS NULL ORDER BY s.id;

-- What somebody has begun and may go on with now: the one they are in (:mine), then the best paid.
-- name: packs
SELECT p.id FROM readers r JOIN packs p ON p.id = r.pack
WHERE r.person = :person AND r.read_at IS NOT NULL AND r.elsewhere = 0 AND r.withdrawn_at IS NULL
  AND p.state = 'running' AND p.opens_at <= :now AND (p.closes_at IS NULL OR p.closes_at > :now)
  AND (p.id = :mine OR (NOT EXISTS (SELECT 1 FROM passed x WHERE x.person = :person AND x.pack = p.id AND x.at > :passed_since)
    AND EXISTS (SELECT 1 FROM tasks t WHERE t.pack = p.id AND t.seq > r.had_to AND t.open_slots > 0 AND (p.pilot_last = 0 OR t.seq <= p.pilot_last)
      AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.task = t.id AND s.person = :person))))
ORDER BY CASE WHEN p.id = :mine THEN 0 ELSE 1 END, p.hourly DESC, p.id LIMIT 20;

-- name: practises
SELECT 1 FROM assignments s JOIN tasks t ON t.id = s.task
WHERE s.person = :person AND s.state IN ('open', 'lapsed') AND t.pack = :pack AND s.state = 'open' AND t.role = 'practice' ORDER BY s.id LIMIT 1;

-- From when it was offered: whoever takes along again and again what they hold keeps it no longer.
-- name: lease
UPDATE assignments SET lease_until = offered_at + :lease
WHERE id = :assignment AND state = 'open' AND lease_until < offered_at + :lease;

-- name: heard
UPDATE bundled SET heard = :message, reply = :reply WHERE assignment = :assignment;

-- name: reply_of
SELECT reply FROM bundled WHERE assignment = :assignment AND reply <> 0 ORDER BY bundle DESC LIMIT 1;

-- name: replied
SELECT DISTINCT assignment FROM bundled WHERE reply = :reply AND reply <> 0 ORDER BY assignment;

-- A bundle's last messages, the newest of them behind; an edit says anew what one of these said.
-- name: spoken
SELECT spoken FROM bundles WHERE id = :bundle;

-- name: spoke
UPDATE bundles SET spoken = :spoken WHERE id = :bundle;

-- Among the newest few: what an older one answered stands anyway.
-- name: spoken_to
SELECT id FROM bundles
WHERE id IN (SELECT id FROM bundles WHERE account = :account ORDER BY id DESC LIMIT 5) AND spoken LIKE :message LIMIT 1;

-- name: unanswered
UPDATE bundled SET reply = 0 WHERE assignment = :assignment;

-- name: bundle_of
SELECT max(bundle) FROM bundled WHERE assignment = :assignment;

-- name: standing
SELECT value, delivered_at FROM answers WHERE assignment = :assignment AND undone_at IS NULL;

-- The last one that may still be spoken of without its mark.
-- name: newest_question
SELECT account, mark, id, facts, language, assignment, bundle, pending, message, shown_at, settled_at, settled_by
FROM questions WHERE account = :account AND bundle IS NOT NULL AND (settled_at IS NULL OR settled_at > :since)
  AND settled_by <> 'gone' ORDER BY id DESC LIMIT 1;

-- name: settle_older
UPDATE questions SET settled_at = :now, settled_by = 'gone', pending = NULL
WHERE account = :account AND bundle IS NOT NULL AND bundle <> :bundle AND settled_at IS NULL;

-- name: item
SELECT item, picture, level FROM tasks WHERE id = :task;

-- name: of_person
SELECT id, account, pack, shown_at, spoken FROM bundles WHERE person = :person ORDER BY id;

-- name: bundled_of
SELECT i.bundle, i.number, i.assignment, i.heard, i.reply FROM bundled i JOIN bundles b ON b.id = i.bundle
WHERE b.person = :person ORDER BY i.bundle, i.number;

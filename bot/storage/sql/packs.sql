-- name: pack
SELECT p.id, p.name, p.requester, r.name AS requester_name, r.answers, r.answers_paid, p.places, p.active, p.median_ms, p.word_bytes, p.picture_bytes, p.full_bytes, p.state, p.version, p.hourly, p.reading_pay, p.readers_left, p.gold_left, p.tail, p.filled, p.tasks, p.golds, p.practices, p.level, p.flagged, p.care_pay, p.jury, p.waits, p.held, p.job, p.kept_after, p.kept_last, p.kept_until, p.kept_since, p.spare, p.pilot_last, p.floor_extra, p.opens_at, p.closes_at, p.launched_at, p.closed_at, v.hash, v.form, v.number, v.digest
FROM packs p JOIN versions v ON v.id = p.version JOIN requesters r ON r.id = p.requester WHERE p.id = :pack;

-- name: pack_named
SELECT id, state, job, requester, launched_at FROM packs WHERE name = :name;

-- name: packs
SELECT p.id, p.name, p.state, r.name AS requester_name, p.hourly,
    p.tasks, CASE WHEN p.state IN ('running', 'paused') THEN p.places ELSE 0 END AS places,
    (SELECT count(*) FROM answers a WHERE a.pack = p.id AND a.undone_at IS NULL) AS answers
FROM packs p JOIN requesters r ON r.id = p.requester ORDER BY p.id;

-- name: lock_pack_sqlite
SELECT id, state FROM packs WHERE id = :pack;

-- name: lock_pack_postgres
SELECT id, state FROM packs WHERE id = :pack FOR UPDATE;

-- name: requester
SELECT id, name FROM requesters WHERE name = :name;

-- name: requesters
SELECT name FROM requesters ORDER BY id;

-- name: add_requester
INSERT INTO requesters (id, name, created_at) VALUES (:id, :name, :now) ON CONFLICT (name) DO NOTHING;

-- name: add_pack
INSERT INTO packs (id, name, requester, state, version, job, kind, languages, hourly, window_h, level, created_at)
VALUES (:id, :name, :requester, 'reading', :version, :job, :kind, :languages, :hourly, :window_h, :level, :now);

-- name: set_schedule
UPDATE packs SET opens_at = :opens_at, closes_at = :closes_at WHERE id = :pack;

-- name: add_version
INSERT INTO versions (id, pack, number, hash, form, digest, created_at)
VALUES (:id, :pack, :number, :hash, :form, :digest, :now);

-- name: set_digest
UPDATE versions SET digest = :digest WHERE id = :version;

-- name: set_version
UPDATE packs SET version = :version, reading_pay = :reading_pay, languages = :languages WHERE id = :pack;

-- name: add_task
INSERT INTO tasks (id, pack, key, role, item, picture, answer, seq, open_slots, level, flags)
VALUES (:id, :pack, :key, :role, :item, :picture, :answer, :seq, :open_slots, :level, :flags)
ON CONFLICT (pack, key) DO NOTHING;

-- name: task_of_key
SELECT role, item, picture, answer, flags FROM tasks WHERE pack = :pack AND key = :key;

-- The flagged task of a pack that shows a medium.
-- name: hard_shown
SELECT key FROM tasks WHERE pack = :pack AND picture = :picture AND level > 0 LIMIT 1;

-- name: first_tasks
SELECT key, role, item, answer, flags FROM tasks WHERE pack = :pack AND stopped_why <> 'illegal' ORDER BY seq LIMIT :most;

-- name: filled
UPDATE packs SET filled = :filled, tail = CASE WHEN tail < :filled THEN :filled ELSE tail END,
    tasks = tasks + :tasks, golds = golds + :golds, practices = practices + :practices, places = places + :places,
    flagged = flagged + :flagged, level = CASE WHEN level < :level THEN :level ELSE level END
WHERE id = :pack;

-- name: page_of_tasks
SELECT id, key, role, item, picture, answer, seq, level, flags, open_slots > 0 AND stopped_at IS NULL AS unanswered
FROM tasks WHERE pack = :pack AND key > :after AND stopped_why <> 'illegal' ORDER BY key LIMIT :most;

-- The tasks that answers are still wanted for.
-- name: unanswered
SELECT count(*) AS tasks, count(CASE WHEN level > 0 THEN 1 END) AS flagged
FROM tasks WHERE pack = :pack AND role = 'task' AND open_slots > 0 AND stopped_at IS NULL;

-- How many tasks of a pack there are at each level of hard content.
-- name: levels
SELECT level, count(*) AS tasks FROM tasks WHERE pack = :pack AND level > 0 GROUP BY level ORDER BY level;

-- name: set_job
UPDATE packs SET job = :job WHERE id = :pack;

-- name: set_waits
UPDATE packs SET waits = :waits WHERE id = :pack;

-- name: hold
UPDATE packs SET waits = :waits, held = :held WHERE id = :pack;

-- name: packs_of
SELECT count(*) FROM packs WHERE requester = :requester AND launched_at IS NOT NULL;

-- name: set_state
UPDATE packs SET state = :state WHERE id = :pack;

-- name: launch
UPDATE packs SET state = 'running', launched_at = :now, readers_left = :readers, gold_left = :gold,
    places = :places, reading_pay = :reading_pay, care_pay = :care_pay, jury = :jury WHERE id = :pack;

-- name: appended
UPDATE packs SET tail = tail + :rows, gold_left = gold_left + :gold WHERE id = :pack;

-- name: close
UPDATE packs SET state = 'closed', closed_at = :now, readers_left = 0, gold_left = 0 WHERE id = :pack;

-- name: still_open
SELECT (SELECT count(*) FROM assignments WHERE pack = :pack AND state IN ('open', 'lapsed'))
    + (SELECT count(*) FROM reports WHERE pack = :pack AND state = 'waiting')
    + (SELECT count(*) FROM assignments WHERE pack = :pack AND waits <> 0)
    + (SELECT count(*) FROM fixes WHERE pack = :pack AND state = 'asked')
    + (SELECT count(*) FROM deadlines WHERE kind = 'floors' AND subject = :pack)
    + (SELECT count(*) FROM deadlines d JOIN assignments s ON s.id = d.subject WHERE d.kind = 'floor' AND s.pack = :pack);

-- name: keep
UPDATE packs SET kept_after = :after, kept_last = :last, kept_until = :until, kept_since = NULL WHERE id = :pack;

-- name: kept_since
UPDATE packs SET kept_since = :now WHERE id = :pack AND kept_since IS NULL;

-- name: open_before
SELECT 1 FROM tasks WHERE pack = :pack AND seq > 0 AND seq <= :last AND open_slots > 0 LIMIT 1;

-- name: add_spare
UPDATE packs SET spare = spare + :places WHERE id = :pack;

-- name: take_spare
UPDATE packs SET spare = spare - 1 WHERE id = :pack AND spare > 0 AND state IN ('running', 'paused', 'closed');

-- Of a pilot only its own.
-- name: places
SELECT coalesce(sum(t.open_slots), 0) FROM tasks t JOIN packs p ON p.id = t.pack
WHERE t.pack = :pack AND t.open_slots > 0 AND (p.pilot_last = 0 OR t.seq <= p.pilot_last);

-- name: gold_left
SELECT gold_left FROM packs WHERE id = :pack;

-- name: state
SELECT state FROM packs WHERE id = :pack;

-- name: records
SELECT p.requester AS id, count(*) AS answers, count(CASE WHEN s.paid > 0 AND s.paid_from <> 'upheld' THEN 1 END) AS answers_paid
FROM assignments s JOIN packs p ON p.id = s.pack WHERE s.state IN ('answered', 'claimed') AND s.waits = 0 GROUP BY p.requester;

-- name: note_record
UPDATE requesters SET answers = :answers, answers_paid = :answers_paid WHERE id = :id;

-- name: active
SELECT count(*) FROM readers WHERE pack = :pack AND day = :day;

-- name: note_counts
UPDATE packs SET places = :places, active = :active, median_ms = :median_ms, picture_bytes = :picture_bytes WHERE id = :id;

-- name: times
SELECT a.person, a.arrived_at - a.shown_at AS taken FROM answers a
WHERE a.pack = :pack AND a.undone_at IS NULL AND a.late = 0 AND a.shown_at IS NOT NULL
ORDER BY a.person, taken LIMIT 2000;

-- name: add_rendition
INSERT INTO renditions (source, variant, form, edge, hash, width, height, size_bytes, seconds)
VALUES (:source, :variant, :form, :edge, :hash, :width, :height, :size_bytes, :seconds) ON CONFLICT DO NOTHING;

-- name: renditions
SELECT variant, form, edge, hash, width, height, size_bytes, seconds FROM renditions r
WHERE source = :source AND NOT EXISTS (SELECT 1 FROM sealed z WHERE z.hash = r.hash) ORDER BY edge;

-- name: all_media
SELECT hash FROM renditions UNION ALL SELECT hash FROM recordings;

-- name: upload
SELECT file, size_bytes FROM uploads WHERE bot = :bot AND hash = :hash;

-- name: add_upload
INSERT INTO uploads (bot, hash, file, size_bytes) VALUES (:bot, :hash, :file, :size_bytes)
ON CONFLICT (bot, hash) DO UPDATE SET file = excluded.file, size_bytes = excluded.size_bytes;

-- name: forget_upload
DELETE FROM uploads WHERE bot = :bot AND hash = :hash;

-- name: version
SELECT id, pack, number, hash, form FROM versions WHERE id = :version;

-- name: set_picture_bytes
UPDATE packs SET picture_bytes = :picture_bytes, full_bytes = :full_bytes WHERE id = :pack;

-- name: set_word_bytes
UPDATE packs SET word_bytes = :word_bytes WHERE id = :pack;

-- Packs with hard content of a level, or a higher one, that may run or do.
-- name: hard
SELECT id, name, state, requester FROM packs WHERE level >= :level AND state IN ('draft', 'running', 'paused') ORDER BY id;

-- name: with_money
SELECT id FROM packs WHERE state IN ('running', 'paused', 'closed') ORDER BY id;

-- name: finished
SELECT p.id FROM packs p WHERE p.state = 'closed'
  AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.pack = p.id AND s.state IN ('open', 'lapsed'))
  AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.pack = p.id AND r.state = 'waiting')
  AND NOT EXISTS (SELECT 1 FROM assignments w WHERE w.pack = p.id AND w.waits <> 0)
  AND NOT EXISTS (SELECT 1 FROM fixes x WHERE x.pack = p.id AND x.state = 'asked')
  AND NOT EXISTS (SELECT 1 FROM deadlines f WHERE f.kind = 'floors' AND f.subject = p.id)
  AND NOT EXISTS (SELECT 1 FROM deadlines d JOIN assignments o ON o.id = d.subject WHERE d.kind = 'floor' AND o.pack = p.id);

-- name: reported_sizes
SELECT u.size_bytes FROM tasks t JOIN renditions r ON r.source = t.picture AND r.edge <= 320 AND r.form IN ('picture', 'audio') AND r.variant = ''
JOIN uploads u ON u.hash = r.hash AND u.size_bytes > 0
WHERE t.pack = :pack AND t.picture <> '' LIMIT 500;

-- name: drop_some_tasks
DELETE FROM tasks WHERE id IN (SELECT id FROM tasks WHERE pack = :pack AND seq > :after LIMIT :most);

-- name: emptied
UPDATE packs SET filled = :after, tail = :after,
    tasks = (SELECT count(*) FROM tasks t WHERE t.pack = packs.id AND t.role = 'task'),
    golds = (SELECT count(*) FROM tasks t WHERE t.pack = packs.id AND t.role = 'gold'),
    practices = (SELECT count(*) FROM tasks t WHERE t.pack = packs.id AND t.role = 'practice'),
    flagged = (SELECT count(*) FROM tasks t WHERE t.pack = packs.id AND t.level > 0)
WHERE id = :pack;

-- name: drop_versions
DELETE FROM versions WHERE pack = :pack;

-- name: drop_pack
DELETE FROM packs WHERE id = :pack AND launched_at IS NULL;

-- Holds off a close until this is committed; in SQLite there is only one writer.
-- name: held_state_sqlite
SELECT state FROM packs WHERE id = :pack;

-- name: held_state_postgres
SELECT state FROM packs WHERE id = :pack FOR KEY SHARE;

-- name: set_reading
UPDATE readers SET reading_paid = :paid WHERE person = :person AND pack = :pack;

-- What a person should look at: reports that wait, and tasks that reports stopped. One line per task and ground.
-- name: reports
SELECT t.key, r.ground, count(*) AS reports, min(r.at) AS since, CASE WHEN t.stopped_at IS NULL THEN 0 ELSE 1 END AS stopped
FROM reports r JOIN tasks t ON t.id = r.task
WHERE r.pack = :pack AND t.stopped_why <> 'illegal' AND (r.state = 'waiting' OR t.stopped_at IS NOT NULL)
GROUP BY t.id, t.key, r.ground, t.stopped_at ORDER BY min(r.at), t.id, r.ground;

-- name: stopped
SELECT count(*) FROM tasks WHERE pack = :pack AND stopped_at IS NOT NULL;

-- name: stopped_task
SELECT id, stopped_why FROM tasks WHERE pack = :pack AND key = :key AND stopped_at IS NOT NULL;

-- The places that are neither held nor paid from the pack's answers: those the money is there for. At the tail, as all that opens again.
-- name: release_task
UPDATE tasks SET stopped_at = NULL, stopped_why = '', seq = CASE WHEN role = 'task' THEN :seq ELSE seq END, open_slots = CASE WHEN role = 'task' AND sure_at IS NULL
    AND CAST(:overlap AS BIGINT) > (SELECT count(*) FROM assignments s WHERE s.task = tasks.id
        AND (s.state = 'open' AND s.paid = 0 OR s.paid_from = 'pay_answer'))
    THEN CAST(:overlap AS BIGINT) - (SELECT count(*) FROM assignments s WHERE s.task = tasks.id
        AND (s.state = 'open' AND s.paid = 0 OR s.paid_from = 'pay_answer')) ELSE 0 END
WHERE id = :task AND stopped_at IS NOT NULL;

-- name: reports_overdue
SELECT r.id FROM reports r WHERE r.state = 'waiting' AND r.at < :before
  AND NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.kind = 'side' AND d.subject = r.id AND d.at > :now) ORDER BY r.id LIMIT 20;

-- name: readings_owed
SELECT pack, count(*) AS people FROM readers WHERE reading_paid = 2 GROUP BY pack ORDER BY pack;

-- What is promised to people and not paid yet, counted by pots; who began to read is counted once they have read.
-- name: promised
SELECT
    (SELECT coalesce(sum(t.open_slots), 0) FROM tasks t JOIN packs p ON p.id = t.pack
        WHERE t.pack = :pack AND t.open_slots > 0 AND p.state <> 'closed'
          AND (p.pilot_last = 0 OR t.seq <= p.pilot_last)) AS places,
    (SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task
        WHERE s.pack = :pack AND s.state = 'open' AND s.paid = 0 AND t.role = 'task') AS held,
    (SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task
        WHERE s.pack = :pack AND s.state = 'open' AND s.paid = 0 AND t.role = 'gold') AS gold_held,
    (SELECT count(*) FROM tasks t JOIN assignments s ON s.task = t.id
        WHERE t.pack = :pack AND t.role = 'practice' AND s.state IN ('open', 'lapsed') AND s.paid = 0) AS practice_held,
    (SELECT count(*) FROM tasks t JOIN assignments s ON s.task = t.id
        WHERE t.pack = :pack AND t.role = 'practice') AS practised,
    (SELECT count(*) + count(CASE WHEN r.helped > 0 THEN 1 END) FROM readers r
        WHERE r.pack = :pack AND r.read_at IS NOT NULL) AS readers,
    (SELECT count(*) FROM readers r WHERE r.pack = :pack AND r.read_at IS NOT NULL AND r.reading_paid = 0) AS unpaid_readers,
    (SELECT coalesce(sum(r.changes_due), 0) FROM readers r WHERE r.pack = :pack) AS changes;

-- name: reports_waiting
SELECT pack, count(*) AS waiting FROM reports WHERE state = 'waiting' GROUP BY pack ORDER BY pack;

-- The last task of a pilot of so many.
-- name: pilot_last
SELECT max(seq) AS seq, count(*) AS tasks, count(CASE WHEN level > 0 THEN 1 END) AS flagged FROM
    (SELECT seq, level FROM tasks WHERE pack = :pack AND role = 'task' AND seq > 0 ORDER BY seq LIMIT CAST(:most AS BIGINT)) first;

-- name: set_pilot
UPDATE packs SET pilot_last = :last WHERE id = :pack;

-- What comes beside what the pilot has.
-- name: launch_rest
UPDATE packs SET state = 'running', pilot_last = 0, readers_left = readers_left + :readers, gold_left = gold_left + :gold,
    places = places + :places WHERE id = :pack AND pilot_last > 0;

-- Pilots that go on and in which nobody has a task and none is open.
-- name: pilots_over
SELECT p.id, p.name FROM packs p WHERE p.state = 'running' AND p.pilot_last > 0
  AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.pack = p.id AND t.open_slots > 0 AND t.seq <= p.pilot_last AND t.stopped_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.pack = p.id AND s.state = 'open');

-- name: of_requester
SELECT p.id, p.name, p.state, p.tasks,
    (SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task
        WHERE s.pack = p.id AND s.state = 'answered' AND t.role = 'task') AS answers
FROM packs p WHERE p.requester = :requester ORDER BY p.id DESC LIMIT CAST(:most AS BIGINT);

-- name: count_of_requester
SELECT count(*) FROM packs WHERE requester = :requester;

-- name: tasks_previewed
SELECT id, item, picture, role, level FROM tasks
WHERE pack = :pack AND role = 'task' AND seq > 0 AND stopped_why <> 'illegal' ORDER BY seq LIMIT CAST(:most AS BIGINT);

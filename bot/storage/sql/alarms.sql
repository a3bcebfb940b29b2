-- Tasks that were reported as violent or illegal, who was shown them, and what is sealed.

-- name: of_task
SELECT id, code, task, pack, requester, ground, state, level_was, flags_was, at,
    EXISTS (SELECT 1 FROM deadlines d WHERE d.kind = 'alarm people' AND d.subject = alarms.id) AS untold
FROM alarms WHERE task = :task;

-- name: add
INSERT INTO alarms (id, code, task, pack, requester, ground, state, level_was, flags_was, at)
VALUES (:id, :code, :task, :pack, :requester, :ground, :state, :level, :flags, :now) ON CONFLICT DO NOTHING;

-- name: again
UPDATE alarms SET ground = :ground, state = :state, level_was = :level, flags_was = :flags, position = 0, decided_by = '', why = '',
    decided_at = NULL, at = :now
WHERE id = :alarm;

-- name: lock_sqlite
SELECT id FROM alarms WHERE id = :alarm;

-- name: lock_postgres
SELECT id FROM alarms WHERE id = :alarm FOR UPDATE;

-- name: alarm
SELECT a.id, a.code, a.task, a.pack, a.requester, a.ground, a.state, a.level_was, a.flags_was, a.position, a.decided_by, a.why,
    a.decided_at, a.at, t.key, t.role, t.item, t.picture, t.level, t.flags, p.name, p.state AS pack_state, p.version, p.care_pay, v.form,
    r.name AS requester_name, r.person AS speaker
FROM alarms a JOIN tasks t ON t.id = a.task JOIN packs p ON p.id = a.pack JOIN versions v ON v.id = p.version
JOIN requesters r ON r.id = a.requester WHERE a.id = :alarm;

-- name: coded
SELECT id FROM alarms WHERE code = :code;

-- What a requester has to look at, the oldest first.
-- name: of_requester
SELECT id, code FROM alarms WHERE requester = :requester AND ground = 'violent' AND state = 'waits' ORDER BY at, id LIMIT 1;

-- What somebody neutral may look at who never worked in its pack, does not speak for its requester and did not speak of it before,
-- the oldest first; not what another has in hand.
-- name: for_a_person
SELECT a.id, a.code FROM alarms a JOIN requesters r ON r.id = a.requester
LEFT JOIN cases c ON c.kind = 'report' AND c.subject = a.task
WHERE a.ground = 'violent' AND a.state IN ('disputed', 'off')
  AND (c.id IS NULL OR c.state <> 'claimed' OR c.held_until <= :now OR c.holder = :person)
  AND NOT EXISTS (SELECT 1 FROM opinions o WHERE o.subject = c.id AND o.person = :person) AND (r.person IS NULL OR r.person <> :person)
  AND NOT EXISTS (SELECT 1 FROM readers x WHERE x.person = :person AND x.pack = a.pack) ORDER BY a.at, a.id LIMIT 1;

-- name: listed
SELECT a.code, a.ground, a.state, a.at, p.name FROM alarms a JOIN packs p ON p.id = a.pack
WHERE a.ground = :ground AND a.state IN ('waits', 'disputed', 'off', 'sealed', 'lifting') ORDER BY a.at, a.id LIMIT CAST(:most AS BIGINT);

-- name: move
UPDATE alarms SET state = :state, decided_by = :by, why = :why, decided_at = CAST(:at AS BIGINT) WHERE id = :alarm AND state = :before;

-- name: in_pack
SELECT count(*) FROM alarms WHERE pack = :pack AND state NOT IN ('harmless', 'lifted');

-- How many people they were reported by.
-- name: reporters
SELECT count(DISTINCT r.person) FROM reports r JOIN alarms a ON a.task = r.task
WHERE a.pack = :pack AND a.state NOT IN ('harmless', 'lifted') AND r.ground IN ('violent', 'illegal');

-- What one person called illegal since a moment, about which nobody has decided.
-- name: undecided_by
SELECT count(*) FROM reports r JOIN alarms a ON a.task = r.task
WHERE r.person = :person AND r.at > :since AND r.ground = 'illegal' AND a.state IN ('sealed', 'lifting');

-- What of a task's reports waits to be paid is paid now: somebody has decided.
-- name: pay_reports
UPDATE deadlines SET at = :now WHERE kind = 'side' AND at > :now
  AND subject IN (SELECT id FROM reports WHERE task = :task AND ground = 'illegal' AND state = 'waiting');

-- name: served_in_pack
SELECT coalesce(sum(served), 0) FROM readers WHERE pack = :pack;

-- name: flag_task
UPDATE tasks SET level = :level, flags = :flags WHERE id = :task;

-- name: describe_task
UPDATE tasks SET item = :item WHERE id = :task;

-- One task with hard content more, or one less.
-- name: flag_pack
UPDATE packs SET flagged = flagged + CAST(:more AS BIGINT), level = CASE WHEN level < :level THEN :level ELSE level END WHERE id = :pack;

-- Whatever it was stopped for before: what is said to be against the law is released by two people alone.
-- name: stop_task
UPDATE tasks SET stopped_at = coalesce(stopped_at, :now), stopped_why = 'illegal', open_slots = 0 WHERE id = :task;

-- It is stopped still, for another reason.
-- name: stop_as
UPDATE tasks SET stopped_why = :why WHERE id = :task AND stopped_at IS NOT NULL;

-- The same content in other tasks, of any pack.
-- name: same_content
SELECT id AS task, pack, level, flags FROM tasks WHERE picture = :picture AND picture <> '' AND stopped_why <> 'illegal'
ORDER BY id LIMIT CAST(:most AS BIGINT);

-- It was in nobody's diary before, for nobody had warned of it; what was found harmless once is in it as nothing. Whoever is
-- forgotten has none.
-- name: expose
INSERT INTO exposures (assignment, person, pack, level, flags, unwarned, at)
SELECT s.id, s.person, s.pack, CAST(:level AS BIGINT), CAST(:flags AS TEXT), 1, CAST(:now AS BIGINT)
FROM assignments s JOIN people x ON x.id = s.person WHERE s.task = :task AND x.consent <> 'forgotten'
ON CONFLICT (assignment) DO UPDATE SET level = excluded.level, flags = excluded.flags, unwarned = 1
WHERE exposures.level = 0 AND exposures.unwarned = 0;

-- It was not violent after all.
-- name: unexpose
UPDATE exposures SET level = 0, flags = '{}', unwarned = 0
WHERE unwarned = 1 AND assignment IN (SELECT id FROM assignments WHERE task = :task);

-- Every message that is known to have brought it to a phone, alone or among others of a bundle; of bundles until then.
-- name: erase
INSERT INTO erasures (account, message, assignment, at, shown_at)
SELECT h.account, h.message, h.about, CAST(:now AS BIGINT), h.at FROM arrived h
WHERE (h.about = :task OR h.about IN (SELECT id FROM assignments WHERE task = :task)
    OR h.at <= :until AND h.about IN (SELECT b.bundle FROM bundled b JOIN assignments s ON s.id = b.assignment WHERE s.task = :task))
ON CONFLICT (account, message) DO UPDATE SET at = CASE WHEN erasures.at < excluded.at THEN erasures.at ELSE excluded.at END;

-- What was to be sent and was not yet.
-- name: drop_dues
UPDATE dues SET shown = seq WHERE slot = 'question' AND shown < seq AND EXISTS (SELECT 1 FROM questions q
    WHERE q.account = dues.account AND q.mark = dues.outcome AND (q.assignment IN (SELECT id FROM assignments WHERE task = :task)
        OR q.bundle IN (SELECT b.bundle FROM bundled b JOIN assignments s ON s.id = b.assignment WHERE s.task = :task)));

-- Those who were shown it, in the order they were served.
-- name: shown_to
SELECT s.id, s.person, s.state, s.paid, s.offered_at,
    EXISTS (SELECT 1 FROM exposures e WHERE e.assignment = s.id) AS seen,
    EXISTS (SELECT 1 FROM reports r WHERE r.assignment = s.id AND r.ground = :ground) AS reported
FROM assignments s JOIN people x ON x.id = s.person
WHERE s.task = :task AND s.id > :position AND x.consent <> 'forgotten' ORDER BY s.id LIMIT CAST(:most AS BIGINT);

-- name: set_position
UPDATE alarms SET position = :position WHERE id = :alarm;

-- name: unwarned
SELECT e.assignment, s.person, s.state, s.paid, p.book FROM exposures e JOIN assignments s ON s.id = e.assignment
JOIN people p ON p.id = s.person WHERE e.unwarned = 1 AND s.task = :task ORDER BY e.assignment LIMIT CAST(:most AS BIGINT);

-- name: cared
UPDATE exposures SET unwarned = 2 WHERE assignment = :assignment AND unwarned = 1;

-- name: seal
INSERT INTO sealed (hash, alarm) VALUES (:hash, :alarm) ON CONFLICT DO NOTHING;

-- name: seal_renditions
INSERT INTO sealed (hash, alarm) SELECT DISTINCT hash, CAST(:alarm AS BIGINT) FROM renditions WHERE source = :source
ON CONFLICT DO NOTHING;

-- name: unseal
DELETE FROM sealed WHERE alarm = :alarm;

-- name: sealed_by
SELECT hash FROM sealed WHERE alarm = :alarm ORDER BY hash;

-- name: is_sealed
SELECT 1 FROM sealed WHERE hash = :hash LIMIT 1;

-- name: all_sealed
SELECT DISTINCT hash FROM sealed;

-- Where Telegram keeps it is not remembered: nobody is sent it by its number.
-- name: forget_uploads
DELETE FROM uploads WHERE hash IN (SELECT hash FROM sealed WHERE alarm = :alarm);

-- name: people_shown
SELECT count(*) FROM assignments WHERE task = :task;

-- Nobody is asked it any more; the reporter's own question is settled by what they reported.
-- name: settle
UPDATE questions SET settled_at = :now, settled_by = 'taken', pending = NULL
WHERE (settled_at IS NULL OR settled_by = 'gone') AND assignment IN (SELECT id FROM assignments WHERE task = :task AND id <> :but);

-- name: arrived
INSERT INTO arrived (about, account, message, at) VALUES (:about, :account, :message, :now) ON CONFLICT DO NOTHING;

-- Which of what a message brought is stopped by a report: the assignment or the task alone, or numbers of a bundle.
-- name: stops
SELECT 0 AS number FROM assignments s JOIN alarms a ON a.task = s.task
WHERE s.id = :about AND a.state IN ('waits', 'disputed', 'off', 'out', 'sealed', 'kept', 'lifting')
UNION ALL SELECT b.number FROM bundled b JOIN assignments s ON s.id = b.assignment JOIN alarms a ON a.task = s.task
WHERE b.bundle = :about AND a.state IN ('waits', 'disputed', 'off', 'out', 'sealed', 'kept', 'lifting')
UNION ALL SELECT 0 FROM alarms a
WHERE a.task = :about AND a.state IN ('waits', 'disputed', 'off', 'out', 'sealed', 'kept', 'lifting');

-- It came when it was stopped already.
-- name: erase_late
INSERT INTO erasures (account, message, assignment, at, shown_at) VALUES (:account, :message, :about, :now, :now)
ON CONFLICT (account, message) DO UPDATE SET at = CASE WHEN erasures.at < excluded.at THEN erasures.at ELSE excluded.at END;

-- May a reported task still be looked at?
-- name: looked_at_still
SELECT 1 FROM alarms WHERE id = :alarm AND ground = 'violent' AND state IN ('waits', 'disputed', 'off');

-- name: forget_arrived
DELETE FROM arrived WHERE at < :before;

-- What was shown to somebody on an account of theirs.
-- name: shown
SELECT s.offered_at, s.task, p.name FROM assignments s JOIN packs p ON p.id = s.pack JOIN accounts a ON a.person = s.person
WHERE a.id = :account AND s.id = :assignment;

-- Questions that asked it, with the item in them as it was asked.
-- name: questions
SELECT account, mark, facts FROM questions WHERE assignment = :assignment;

-- Those of bundles, each with its number in it.
-- name: bundle_questions
SELECT q.account, q.mark, q.facts, b.number FROM bundled b JOIN questions q ON q.bundle = b.bundle WHERE b.assignment = :assignment;

-- name: set_facts
UPDATE questions SET facts = :facts WHERE account = :account AND mark = :mark;

-- name: arrived_of
SELECT h.about, h.account, h.message, h.at FROM arrived h JOIN accounts a ON a.id = h.account WHERE a.person = :person ORDER BY h.at;

-- What has its words or picture beside a question: told already and kept, or still to be told.
-- name: dues_with
SELECT account, slot, seq, outcome FROM dues WHERE item = :task;

-- name: set_due
UPDATE dues SET outcome = :outcome, item = 0, message = NULL WHERE account = :account AND slot = :slot AND seq = :seq;

-- name: questions_with
SELECT account, mark, facts FROM questions WHERE item = :task;

-- name: strip_question
UPDATE questions SET facts = :facts, item = 0 WHERE account = :account AND mark = :mark;

-- Open claims and asked-for mendings of its answers, told with the item to a chat from where that goes now.
-- name: claims_told
SELECT c.id, c.state, c.person, r.person AS speaker FROM claims c JOIN assignments s ON s.id = c.assignment
JOIN requesters r ON r.id = c.requester
WHERE s.task = :task AND c.decided_at IS NULL AND c.state IN ('told', 'disagreed') ORDER BY c.id;

-- name: fixes_told
SELECT f.id, f.code, f.assignment, f.person, f.sentence, f.amount FROM fixes f JOIN assignments s ON s.id = f.assignment WHERE s.task = :task AND f.state = 'asked' ORDER BY f.id;

-- name: was_told
SELECT 1 FROM arrived h JOIN accounts a ON a.id = h.account WHERE h.about = :task AND a.person = :person LIMIT 1;

-- Was anything of a pack sealed since a moment, and is still?
-- name: sealed_since
SELECT 1 FROM alarms a JOIN packs p ON p.id = a.pack
WHERE p.name = :name AND a.ground = 'illegal' AND a.at >= :since AND a.state IN ('sealed', 'kept', 'lifting') LIMIT 1;

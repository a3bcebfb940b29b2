-- Whatever a person must look at, and who looked.

-- name: add
INSERT INTO cases (id, code, kind, subject, ground, pack, requester, person, language, amount, missed, at)
VALUES (:id, :code, :kind, :subject, :ground, :pack, :requester, :person, :language, :amount, :missed, :now) ON CONFLICT DO NOTHING;

-- name: of
SELECT id, state FROM cases WHERE kind = :kind AND subject = :subject;

-- name: coded
SELECT id FROM cases WHERE code = :code;

-- name: lock_sqlite
SELECT state FROM cases WHERE id = :id;

-- name: lock_postgres
SELECT state FROM cases WHERE id = :id FOR UPDATE;

-- name: one
SELECT id, code, kind, subject, ground, pack, requester, person, language, amount, state, instance, holder, held_at, held_until,
    outcome, reason, words, missed, decided_at, at
FROM cases WHERE id = :id;

-- What somebody answered to questions whose answer is known, the newest first: of one pack, of one requester's, or (0) of all.
-- name: known_answers
SELECT a.id, a.value, t.answer AS known, s.version, s.pack FROM assignments s JOIN tasks t ON t.id = s.task AND t.role = 'gold'
JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL JOIN packs p ON p.id = s.pack
WHERE s.person = :person AND s.state = 'answered' AND t.answer IS NOT NULL AND t.stopped_at IS NULL
  AND (CAST(:pack AS BIGINT) = 0 OR s.pack = CAST(:pack AS BIGINT)) AND (CAST(:requester AS BIGINT) = 0 OR p.requester = CAST(:requester AS BIGINT))
ORDER BY a.id DESC LIMIT CAST(:most AS BIGINT);

-- name: known_answer
SELECT a.value, t.answer AS known, t.key, t.item, t.level, t.stopped_why, s.version, s.pack
FROM answers a JOIN assignments s ON s.id = a.assignment JOIN tasks t ON t.id = s.task WHERE a.id = :answer AND a.undone_at IS NULL;

-- Looked at once more, by others than before.
-- name: again
UPDATE cases SET state = 'open', instance = instance + 1, ground = :ground, decided_at = NULL WHERE id = :id;

-- name: set_language
UPDATE cases SET language = :language WHERE id = :id AND language <> :language;

-- name: end
UPDATE cases SET state = 'closed', outcome = CASE WHEN state = 'decided' THEN outcome ELSE :outcome END, decided_at = coalesce(decided_at, :now),
    holder = 0, held_until = 0 WHERE id = :id AND state <> 'closed';

-- name: kept
SELECT c.id, c.code, c.kind, c.ground, c.pack, c.requester, c.language, c.amount, c.state, c.instance, c.outcome, c.reason, c.words,
    CASE WHEN p.closed_at IS NULL THEN '{}' ELSE c.missed END AS missed, c.decided_at, c.at
FROM cases c LEFT JOIN packs p ON p.id = c.pack WHERE c.person = :person ORDER BY c.id;

-- What waits for a person: not what is about them, of their own packs as a requester, of a pack they worked in, nor what they
-- spoke of before, wrote in another language or reported in the workers' room; nor what is so to somebody who shares their phone; nor what
-- is about somebody who is paid where they are, or of their packs, or what such a one spoke of: one household has one voice. Person 0 is the one whom the installation names; `only` one case, or 0. A claim that both sides spoke of has the claim's deadline.
-- name: queue
WITH theirs (person, phone) AS (SELECT CAST(:person AS BIGINT), 1 UNION SELECT other, phone FROM near WHERE person = :person)
SELECT c.id, c.code, c.kind, c.subject, c.ground, c.pack, c.language, c.state, c.instance, c.holder, c.held_until, c.at,
    coalesce(p.name, '') AS name, coalesce(d.at, l.at) AS due
FROM cases c LEFT JOIN packs p ON p.id = c.pack
LEFT JOIN deadlines d ON d.kind = 'case' AND d.subject = c.id
LEFT JOIN deadlines l ON l.kind = 'claim' AND c.kind = 'claim' AND l.subject = c.subject
WHERE (c.state IN ('open', 'waiting') OR c.state = 'claimed' AND (c.held_until <= :now OR c.holder = :person))
  AND (c.person = 0 OR c.person NOT IN (SELECT person FROM theirs))
  AND NOT EXISTS (SELECT 1 FROM requesters r WHERE r.id = c.requester AND r.person IN (SELECT person FROM theirs))
  AND NOT EXISTS (SELECT 1 FROM readers e WHERE e.pack = c.pack AND e.person IN (SELECT person FROM theirs WHERE phone = 1))
  AND NOT EXISTS (SELECT 1 FROM opinions o WHERE o.subject = c.id AND o.person IN (SELECT person FROM theirs))
  AND NOT EXISTS (SELECT 1 FROM interpreters i WHERE i.subject = c.id AND i.state IN ('opened', 'written') AND i.person IN (SELECT person FROM theirs WHERE phone = 1))
  AND NOT (c.kind = 'room' AND EXISTS (SELECT 1 FROM room_reports m WHERE m.message = c.subject AND m.person IN (SELECT person FROM theirs WHERE phone = 1)))
  AND (CAST(:only AS BIGINT) = 0 OR c.id = CAST(:only AS BIGINT))
ORDER BY coalesce(d.at, l.at), c.id LIMIT CAST(:most AS BIGINT);

-- What was decided before, newest first: by a word that anybody wrote in deciding, or a code of its lists, or a pack's name. Of the
-- newest only, so that a search takes no longer as there are more; who judged and whom it was about is not in it. In the chat nothing of
-- the desk's, and for a juror nothing but claims.
-- name: rulings
SELECT c.code, c.kind, c.ground, c.outcome, c.reason, c.words, c.decided_at, coalesce(p.name, '') AS name
FROM (SELECT * FROM cases WHERE outcome NOT IN ('', 'overdue', 'settled') AND decided_at IS NOT NULL
        AND (:whose = 'desk' OR :whose = 'moderator' AND kind NOT IN ('payout', 'fraud') OR kind = 'claim') ORDER BY id DESC LIMIT CAST(:newest AS BIGINT)) c
LEFT JOIN packs p ON p.id = c.pack
WHERE lower(c.words) LIKE :like ESCAPE '!' OR :word IN (c.kind, c.ground, c.outcome, c.reason, lower(c.code), coalesce(p.name, ''))
ORDER BY c.id DESC LIMIT CAST(:most AS BIGINT);

-- name: take
UPDATE cases SET state = 'claimed', holder = :person, held_at = CASE WHEN state = 'claimed' AND holder = :person AND held_until > :now
    THEN held_at ELSE :now END, held_until = :until
WHERE id = :id AND (state IN ('open', 'waiting') OR state = 'claimed' AND (held_until <= :now OR holder = :person));

-- name: give_back
UPDATE cases SET state = :state, holder = 0, held_until = 0 WHERE id = :id AND state = 'claimed' AND holder = :person;

-- name: add_opinion
INSERT INTO opinions (id, subject, instance, person, outcome, reason, words, amount, at)
VALUES (:id, :case, :instance, :person, :outcome, :reason, :words, :amount, :now);

-- name: opinions
SELECT id, person, outcome, reason, words FROM opinions WHERE subject = :case AND instance = :instance ORDER BY id;

-- name: opinion
SELECT id, subject, person, amount, paid, at FROM opinions WHERE id = :id;

-- name: set_amount
UPDATE opinions SET amount = :amount WHERE id = :id AND paid = 0;

-- name: opinion_of
SELECT o.outcome, o.reason, o.words FROM opinions o WHERE o.subject = :case AND o.person = :person;

-- For how much money somebody said what they found of one pack's cases since a moment.
-- name: spoken_amount
SELECT coalesce(sum(c.amount), 0) FROM opinions o JOIN cases c ON c.id = o.subject
WHERE o.person = :person AND o.at >= :since AND c.kind = :kind AND c.pack = :pack;

-- The moderators who spoke of a case, by name.
-- name: spoken_names
SELECT m.name FROM opinions o JOIN moderators m ON m.person = o.person WHERE o.subject = :case AND o.person <> 0;

-- name: opinion_paid
UPDATE opinions SET paid = 1 WHERE id = :id;

-- name: opinions_since
SELECT count(*) FROM opinions WHERE person = :person AND at > :since;

-- name: opinions_kept
SELECT id, subject, instance, outcome, reason, words, amount, paid, at FROM opinions WHERE person = :person ORDER BY id;

-- name: decide
UPDATE cases SET state = 'decided', holder = 0, held_until = 0, outcome = :outcome, reason = :reason, words = :words, decided_at = :now
WHERE id = :id;

-- Claims of one pack for one ground and sentence of one version, that wait: the same might be said of all of them. Of what came after
-- a decision nobody said anything.
-- name: alike_claims
SELECT c.id, c.amount FROM cases c JOIN claims m ON m.id = c.subject JOIN assignments s ON s.id = m.assignment
JOIN cases o ON o.id = :case JOIN claims n ON n.id = o.subject JOIN assignments t ON t.id = n.assignment
WHERE c.kind = 'claim' AND c.id <> o.id AND m.pack = n.pack AND m.ground = n.ground AND m.sentence = n.sentence AND s.version = t.version
  AND c.state IN ('open', 'claimed') AND m.state = 'ruling' AND c.instance = 1 AND (o.decided_at IS NULL OR c.at <= o.decided_at)
ORDER BY c.id LIMIT CAST(:most AS BIGINT);

-- Reports of one pack that say the same.
-- name: alike_reports
SELECT c.id, c.amount FROM cases c JOIN cases o ON o.id = :case
WHERE c.kind = 'report' AND c.id <> o.id AND c.pack = o.pack AND c.ground = o.ground AND c.state IN ('open', 'claimed') AND c.instance = 1
  AND (o.decided_at IS NULL OR c.at <= o.decided_at)
ORDER BY c.id LIMIT CAST(:most AS BIGINT);

-- What others said of the same question.
-- name: others_said
SELECT a.value FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL
WHERE s.task = :task AND s.id <> :assignment AND s.state IN ('answered', 'claimed') ORDER BY s.id LIMIT CAST(:most AS BIGINT);

-- name: task
SELECT id, key, pack, item, picture, level, flags, stopped_why FROM tasks WHERE id = :task;

-- In which version a task was shown to who reported it last for a ground.
-- name: reported_version
SELECT s.version FROM reports r JOIN assignments s ON s.id = r.assignment WHERE r.task = :task AND r.ground = :ground ORDER BY r.id DESC LIMIT 1;

-- The version that a pack had at a moment.
-- name: version_at
SELECT id FROM versions WHERE pack = :pack AND created_at <= :at ORDER BY number DESC LIMIT 1;

-- Does a report of a pack that says the same wait for somebody?
-- name: report_waits
SELECT 1 FROM cases WHERE kind = 'report' AND pack = :pack AND ground = :ground AND state IN ('open', 'claimed', 'waiting') LIMIT 1;

-- The first task of a pack that somebody reported so, which is served still and no case.
-- name: report_next
SELECT r.task FROM reports r JOIN tasks t ON t.id = r.task WHERE r.pack = :pack AND r.ground = :ground AND t.stopped_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.kind = 'report' AND c.subject = r.task) ORDER BY r.id LIMIT 1;

-- Who reported a task for a ground, and has not gone since.
-- name: reporters
SELECT DISTINCT r.person FROM reports r JOIN people p ON p.id = r.person WHERE r.task = :task AND r.ground = :ground AND p.consent <> 'forgotten'
ORDER BY r.person;

-- name: in_hand
SELECT 1 FROM cases WHERE id = :case AND state = 'claimed';

-- name: version_number
SELECT number FROM versions WHERE id = :version;

-- ---- who decides ----

-- Who knows that kind of work and is near to nobody: so many answers of theirs paid for good, none in that pack, on no side,
-- reading its language; nor who is near to a side, to who wrote its words in another language, or to who spoke of the case; nor who
-- shares a phone with who worked in that pack. Who was here last comes first. Counted first by packs, then, of those few, by answers.
-- name: eligible
WITH sides (person) AS (SELECT CAST(:person AS BIGINT)
    UNION SELECT q.person FROM requesters q WHERE q.id = :requester AND q.person IS NOT NULL
    UNION SELECT i.person FROM interpreters i WHERE i.subject = :case AND i.state IN ('opened', 'written'))
SELECT x.id AS person FROM people x JOIN readers r ON r.person = x.id JOIN packs p ON p.id = r.pack
WHERE p.kind = (SELECT kind FROM packs WHERE id = :pack) AND x.language = :language
  AND x.consent NOT IN ('', 'forgotten') AND x.paused_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM opinions o WHERE o.subject = :case AND o.person = x.id)
  AND x.id NOT IN (SELECT person FROM sides) AND x.id NOT IN (SELECT other FROM near WHERE person IN (SELECT person FROM sides))
  AND NOT EXISTS (SELECT 1 FROM near n WHERE n.person = x.id AND (
      n.phone = 1 AND EXISTS (SELECT 1 FROM readers e WHERE e.pack = :pack AND e.person = n.other)
      OR EXISTS (SELECT 1 FROM opinions f WHERE f.subject = :case AND f.person = n.other)))
  AND EXISTS (SELECT 1 FROM accounts a WHERE a.person = x.id AND a.blocked_at IS NULL)
GROUP BY x.id HAVING sum(r.answered) >= CAST(:least AS BIGINT) AND CAST(:least AS BIGINT) <= (
    SELECT count(*) FROM assignments s JOIN packs k ON k.id = s.pack
    WHERE s.person = x.id AND k.kind = (SELECT kind FROM packs WHERE id = :pack) AND s.state = 'answered' AND s.paid > 0 AND s.waits = 0)
ORDER BY max(r.started_at) DESC, x.id LIMIT CAST(:most AS BIGINT);

-- Who shares a phone with somebody, or is paid where they are; they themselves, too.
-- name: near
SELECT CAST(:person AS BIGINT) AS person UNION SELECT other FROM near WHERE person = :person;

-- name: add_juror
INSERT INTO jurors (subject, instance, person, at) VALUES (:case, :instance, :person, :now) ON CONFLICT DO NOTHING;

-- name: jurors
SELECT count(*) FROM jurors WHERE subject = :case AND instance = :instance;

-- name: juror_of
SELECT j.subject, c.kind FROM jurors j JOIN cases c ON c.id = j.subject AND c.instance = j.instance WHERE j.person = :person;

-- name: jurors_kept
SELECT subject, instance, at FROM jurors WHERE person = :person ORDER BY subject;

-- name: add_moderator
INSERT INTO moderators (id, name, languages, made_by, at) VALUES (:id, :name, :languages, :by, :now) ON CONFLICT DO NOTHING;

-- name: moderator_named
SELECT id, name, person, languages, daily, made_by, agreed_by, ended_at FROM moderators WHERE name = :name;

-- name: moderator
SELECT id, name, languages, daily FROM moderators WHERE person = :person AND ended_at IS NULL;

-- name: moderators
SELECT id, name, person, languages, made_by, agreed_by, ended_at FROM moderators ORDER BY id;

-- name: read_languages
SELECT languages FROM moderators WHERE person IS NOT NULL AND ended_at IS NULL;

-- name: agree_moderator
UPDATE moderators SET agreed_by = :by, code = :code, code_until = :until, ended_at = NULL WHERE id = :id AND person IS NULL;

-- name: tie_moderator
UPDATE moderators SET person = :person, code = '', code_until = 0
WHERE code = :code AND code <> '' AND code_until > :now AND person IS NULL AND ended_at IS NULL;

-- name: end_moderator
UPDATE moderators SET ended_at = :now, person = NULL, code = '' WHERE id = :id AND ended_at IS NULL;

-- name: set_daily
UPDATE moderators SET daily = :daily WHERE person = :person;

-- name: moderator_kept
SELECT name, languages, daily, at FROM moderators WHERE person = :person;

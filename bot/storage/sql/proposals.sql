-- What those who work here propose, second and vote on. Who voted is read apart from how; how has no person and no time.

-- Numbers follow each other: who takes the next one waits for whoever is at it.
-- name: one_at_a_time_sqlite
SELECT 1 AS held;

-- name: one_at_a_time_postgres
SELECT 1 AS held FROM pg_advisory_xact_lock(707070);

-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM proposals;

-- name: open_of
SELECT number FROM proposals WHERE person = :person AND state IN ('seconding', 'voting') LIMIT 1;

-- name: add
INSERT INTO proposals (id, number, person, words, at, until, secret, kind) VALUES (:id, :number, :person, :words, :now, :until, :secret, :kind);

-- name: numbered_sqlite
SELECT id, number, person, words, state, at, until, secret, kind FROM proposals WHERE number = :number;

-- name: numbered_postgres
SELECT id, number, person, words, state, at, until, secret, kind FROM proposals WHERE number = :number FOR UPDATE;

-- name: proposal_sqlite
SELECT id, state, at, quorum_percent, may_vote, telling, kind FROM proposals WHERE id = :id;

-- name: proposal_postgres
SELECT id, state, at, quorum_percent, may_vote, telling, kind FROM proposals WHERE id = :id FOR UPDATE;

-- name: shown
SELECT p.id, p.number, p.person, p.words, p.state, p.at, p.until, p.quorum_percent, p.result, p.yes, p.no, p.neither, p.may_vote,
    p.needed, p.position, p.answer, p.answered_at, p.kind, p.term_until,
    (SELECT count(*) FROM spoken s WHERE s.proposal = p.id AND s.how = 'second') AS seconds, 0 AS seconded, 0 AS voted
FROM proposals p WHERE p.number = :number;

-- name: newest
SELECT p.id, p.number, p.person, p.words, p.state, p.at, p.until, p.quorum_percent, p.result, p.yes, p.no, p.neither, p.may_vote,
    p.needed, p.position, p.answer, p.answered_at, p.kind, p.term_until,
    (SELECT count(*) FROM spoken s WHERE s.proposal = p.id AND s.how = 'second') AS seconds,
    (SELECT count(*) FROM spoken s WHERE s.proposal = p.id AND s.person = :person AND s.how = 'second') AS seconded,
    (SELECT count(*) FROM spoken s WHERE s.proposal = p.id AND s.person = :person AND s.how = 'vote') AS voted
FROM proposals p ORDER BY p.number DESC LIMIT CAST(:most AS BIGINT);

-- The settled answers of one person between two moments, and their days. What was claimed counts too, so that no claim takes a voice.
-- name: settled
SELECT count(*) AS answers, count(DISTINCT a.arrived_at / 86400000) AS days
FROM answers a JOIN assignments s ON s.id = a.assignment AND s.state IN ('answered', 'claimed') AND s.paid > 0 AND s.waits = 0
WHERE a.arrived_at >= :since AND a.arrived_at <= :until AND a.undone_at IS NULL AND a.person = :person;

-- name: voices
SELECT a.person FROM answers a JOIN assignments s ON s.id = a.assignment AND s.state IN ('answered', 'claimed') AND s.paid > 0 AND s.waits = 0
WHERE a.arrived_at >= :since AND a.arrived_at <= :until AND a.undone_at IS NULL AND a.person > :after
GROUP BY a.person HAVING count(*) >= CAST(:answers AS BIGINT) AND count(DISTINCT a.arrived_at / 86400000) >= CAST(:days AS BIGINT)
ORDER BY a.person LIMIT CAST(:most AS BIGINT);

-- name: has_spoken
SELECT 1 FROM spoken WHERE proposal = :proposal AND person = :person AND how = :how;

-- Has somebody else spoken who is or was paid where this person is or was?
-- name: place_spoke
SELECT 1 FROM destinations own JOIN destinations theirs ON theirs.fingerprint = own.fingerprint AND theirs.confirmed_at IS NOT NULL
JOIN spoken s ON s.person = theirs.person AND s.proposal = :proposal AND s.how = :how
WHERE own.person = :person AND own.confirmed_at IS NOT NULL AND theirs.person <> :person LIMIT 1;

-- name: speak
INSERT INTO spoken (proposal, person, how) VALUES (:proposal, :person, :how);

-- name: count_spoken
SELECT count(*) FROM spoken WHERE proposal = :proposal AND how = :how;

-- name: spoken_by
SELECT p.number, s.how FROM spoken s JOIN proposals p ON p.id = s.proposal WHERE s.person = :person ORDER BY p.number, s.how;

-- name: proposed_by
SELECT number, kind, words, state, at, term_until FROM proposals WHERE person = :person ORDER BY number;

-- name: begin_vote
UPDATE proposals SET state = 'voting', until = :until, quorum_percent = :percent, telling = 1, position = 0 WHERE id = :id;

-- name: take_ballot
DELETE FROM ballots WHERE proposal = :proposal AND token = :token;

-- name: put_ballot
INSERT INTO ballots (proposal, token, vote) VALUES (:proposal, :token, :vote);

-- name: count_ballots
SELECT vote, count(*) AS votes FROM ballots WHERE proposal = :proposal GROUP BY vote;

-- name: lapse
UPDATE proposals SET state = 'lapsed', secret = '' WHERE id = :id;

-- name: end_vote
UPDATE proposals SET state = 'over', secret = '', until = :now, needed = :needed, result = :result,
    yes = :yes, no = :no, neither = :neither, telling = 1, position = 0 WHERE id = :id;

-- name: empty_box
DELETE FROM ballots WHERE proposal = :proposal;

-- The oldest that is being told, held by whoever tells some more of it.
-- name: telling_sqlite
SELECT p.id, p.number, p.person, p.words, p.state, p.at, p.until, p.quorum_percent, p.result, p.yes, p.no, p.neither, p.may_vote,
    p.needed, p.position, p.answer, p.answered_at, p.kind, p.term_until,
    (SELECT count(*) FROM spoken s WHERE s.proposal = p.id AND s.how = 'second') AS seconds, 0 AS seconded, 0 AS voted
FROM proposals p WHERE p.telling = 1 ORDER BY p.id LIMIT 1;

-- name: telling_postgres
SELECT p.id, p.number, p.person, p.words, p.state, p.at, p.until, p.quorum_percent, p.result, p.yes, p.no, p.neither, p.may_vote,
    p.needed, p.position, p.answer, p.answered_at, p.kind, p.term_until,
    (SELECT count(*) FROM spoken s WHERE s.proposal = p.id AND s.how = 'second') AS seconds, 0 AS seconded, 0 AS voted
FROM proposals p WHERE p.telling = 1 ORDER BY p.id LIMIT 1 FOR UPDATE OF p;

-- name: told
UPDATE proposals SET telling = :telling, position = :position, may_vote = may_vote + CAST(:voices AS BIGINT) WHERE id = :id;

-- name: answer
UPDATE proposals SET answer = :words, answered_at = coalesce(answered_at, :now), telling = 1, position = 0 WHERE id = :id;

-- name: unanswered
SELECT number FROM proposals WHERE state = 'over' AND kind = 'change' AND answer = '' AND until < :due ORDER BY number;

-- name: ended
SELECT count(*) FROM proposals WHERE state = 'over' AND until >= :first AND until < :beyond;

-- ---- delegates ----

-- name: elect
UPDATE proposals SET term_until = :until WHERE id = :id;

-- name: delegates
SELECT p.number, p.person, p.words, p.term_until, r.name FROM proposals p JOIN room_people r ON r.person = p.person
WHERE p.term_until > :now AND NOT EXISTS (SELECT 1 FROM moderators m WHERE m.person = p.person AND m.ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM requesters q WHERE q.person = p.person)
ORDER BY p.number;

-- name: resign
UPDATE proposals SET term_until = :now WHERE person = :person AND term_until > :now;

-- Cases that ended in a time, by what they were about and how they ended.
-- name: cases_ended
SELECT kind, ground, outcome, count(*) AS cases FROM cases WHERE decided_at >= :first AND decided_at < :beyond AND state IN ('decided', 'closed')
GROUP BY kind, ground, outcome ORDER BY kind, ground, outcome;

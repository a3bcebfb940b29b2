-- Forgetting a person: what is only about them goes, what others' results and money need stays with somebody: a new row of
-- people under a random number, which nothing leads to from the one before.

-- name: somebody
INSERT INTO people (id, book, language, consent, created_at) VALUES (:somebody, :book, 'en', 'forgotten', 0);

-- name: forgotten
SELECT book FROM people WHERE consent = 'forgotten';

-- name: open_of
SELECT id FROM assignments WHERE person = :person AND state IN ('open', 'lapsed') ORDER BY id;

-- A resale goes on until all of it is paid, or is theirs again.
-- name: open_packs
SELECT p.name FROM packs p JOIN requesters r ON r.id = p.requester
WHERE r.person = :person AND (p.state <> 'refunded' OR EXISTS (SELECT 1 FROM resales z WHERE z.pack = p.id AND z.state <> 'over'))
ORDER BY p.id LIMIT 5;

-- name: requesters_of
SELECT id, name FROM requesters WHERE person = :person;

-- What was still to be paid is given up.

-- name: forgo_answers
UPDATE assignments SET paid_from = 'forgone' WHERE person = :person AND state IN ('answered', 'left') AND paid = 0;

-- name: forgo_reports
UPDATE reports SET state = 'forgone' WHERE person = :person AND state = 'waiting';

-- name: forgo_readings
UPDATE readers SET reading_paid = 3, changes_due = 0 WHERE person = :person AND (reading_paid <> 1 OR changes_due <> 0);

-- name: drop_deadlines
DELETE FROM deadlines WHERE (kind IN ('owed', 'reading', 'undone') AND subject IN (SELECT id FROM assignments WHERE person = :person))
    OR (kind IN ('floor told', 'care', 'day after') AND subject = :person)
    OR (kind = 'side' AND subject IN (SELECT id FROM reports WHERE person = :person))
    OR (kind = 'account limit' AND subject IN (SELECT id FROM account_limits WHERE person = :person))
    OR (kind = 'case pay' AND subject IN (SELECT id FROM opinions WHERE person = :person))
    OR (kind = 'interpreter pay' AND subject IN (SELECT id FROM interpreters WHERE person = :person));

-- name: end_fixes
UPDATE fixes SET state = 'over' WHERE person = :person AND state = 'asked';

-- What goes.

-- name: drop_bundled
DELETE FROM bundled WHERE bundle IN (SELECT id FROM bundles WHERE person = :person);

-- name: drop_bundles
DELETE FROM bundles WHERE person = :person;

-- name: drop_undone
DELETE FROM answers WHERE person = :person AND undone_at IS NOT NULL AND delivered_at IS NULL;

-- name: drop_made
DELETE FROM made WHERE person = :person;

-- name: made_by
SELECT hash FROM made WHERE person = :person;

-- name: still_made^
SELECT assignment FROM made WHERE hash = :hash LIMIT 1;

-- name: still_shown^
SELECT source FROM renditions WHERE hash = :hash OR source = :hash LIMIT 1;

-- name: drop_uploads
DELETE FROM uploads WHERE hash = :hash;

-- name: drop_traffic
DELETE FROM traffic WHERE person = :person;

-- name: drop_consents
DELETE FROM consents WHERE person = :person;

-- name: drop_own_limits
DELETE FROM own_limits WHERE person = :person;

-- name: drop_account_limits
DELETE FROM account_limits WHERE person = :person;

-- name: drop_signals
DELETE FROM signals WHERE person = :person;

-- name: unname_signals
UPDATE signals SET other = NULL WHERE other = :person;

-- name: drop_room_reports
DELETE FROM room_reports WHERE person = :person;

-- name: drop_room_people
DELETE FROM room_people WHERE person = :person;

-- name: drop_jurors
DELETE FROM jurors WHERE person = :person;

-- name: drop_chosen
DELETE FROM chosen WHERE person = :person;

-- name: drop_care
DELETE FROM care WHERE person = :person;

-- name: drop_exposures
DELETE FROM exposures WHERE person = :person;

-- name: drop_arrived
DELETE FROM arrived WHERE account IN (SELECT id FROM accounts WHERE person = :person);

-- What is still to be deleted from their chats is handed on beside (`Forgotten.messages`).
-- name: drop_erasures
DELETE FROM erasures WHERE account IN (SELECT id FROM accounts WHERE person = :person);

-- How many they were shown is their diary too; a pause that was still due is given up with what else was.
-- name: forgo_pauses
UPDATE readers SET flagged = 0, pauses_paid = 0 WHERE person = :person;

-- name: drop_passed
DELETE FROM passed WHERE person = :person;

-- name: drop_checkouts
DELETE FROM checkouts WHERE person = :person;

-- A webhook's address may say who they are; what still waits for it was for them.
-- name: drop_hooks
DELETE FROM hooks WHERE requester IN (SELECT id FROM requesters WHERE person = :person);

-- name: drop_hook_events
DELETE FROM hook_events WHERE requester IN (SELECT id FROM requesters WHERE person = :person);

-- name: drop_asked
DELETE FROM asked WHERE person = :person AND state <> 'shared';

-- name: drop_questions
DELETE FROM questions WHERE account = :account;

-- name: drop_dues
DELETE FROM dues WHERE account = :account;

-- name: drop_causes
DELETE FROM causes WHERE key LIKE :telegram;

-- name: drop_pace
DELETE FROM pace WHERE chat = :telegram;

-- name: drop_silent
DELETE FROM silent WHERE person = :person;

-- name: drop_jobs
DELETE FROM jobs WHERE input LIKE :account;

-- Files that a requester sent: what they are called and how Telegram knows them, in jobs that are over too.
-- name: jobs_of_files
SELECT id, account, input FROM jobs WHERE kind IN ('sent', 'import') AND input <> '{}';

-- name: drop_job
DELETE FROM jobs WHERE id = :job AND kind = 'sent';

-- name: unname_job
UPDATE jobs SET input = '{}', result = '', refused = '', told = '', account = NULL WHERE id = :job;

-- name: drop_destinations
DELETE FROM destinations WHERE person = :person;

-- name: drop_accounts
DELETE FROM accounts WHERE person = :person;

-- name: drop_person
DELETE FROM people WHERE id = :person;

-- What stays, with nobody's name.

-- name: unname_requester
UPDATE requesters SET person = NULL, name = 'requester ' || id, about = '', work = '', code = '', code_until = 0
WHERE person = :person;

-- A charge's id at a provider's may hold who paid; its reference stays, for the books must be kept.
-- name: unname_deposits
UPDATE deposits SET charge = '' WHERE requester IN (SELECT id FROM requesters WHERE person = :person);

-- name: unname_payouts
UPDATE payouts SET person = NULL, destination = NULL, hint = '' WHERE person = :person;

-- name: unname_assignments
UPDATE assignments SET person = :somebody, draft = '{}' WHERE person = :person;

-- name: unname_answers
UPDATE answers SET person = :somebody, forwarded = 0 WHERE person = :person;

-- name: drop_sent
DELETE FROM uploads WHERE hash IN (SELECT 'said ' || id FROM claims WHERE person = :person AND sent <> '');

-- name: unname_claims
UPDATE claims SET person = :somebody, sent = '', sent_seconds = 0, copied = '{}' WHERE person = :person;

-- name: unname_cases
UPDATE cases SET person = CASE WHEN person = :person THEN :somebody ELSE person END,
    subject = CASE WHEN kind IN ('account', 'fraud') AND subject = :person THEN :somebody ELSE subject END,
    missed = CASE WHEN person = :person THEN '{}' ELSE missed END,
    holder = CASE WHEN holder = :person THEN :somebody ELSE holder END WHERE person = :person OR holder = :person;

-- name: unname_opinions
UPDATE opinions SET person = :somebody WHERE person = :person;

-- What they wrote of others stays where somebody decided by it; what others wrote of their words goes with those.
-- name: unname_interpreters
UPDATE interpreters SET person = CASE WHEN person = :person THEN :somebody ELSE person END,
    asker = CASE WHEN asker = :person THEN 0 ELSE asker END WHERE person = :person OR asker = :person;

-- name: drop_interpreted
UPDATE interpreters SET words = '' WHERE subject IN (SELECT id FROM cases WHERE person = :person
    UNION SELECT c.id FROM cases c JOIN statements s ON s.claim = c.subject AND c.kind = 'claim' WHERE s.person = :person);

-- name: drop_statements
DELETE FROM statements WHERE person = :person;

-- What others have beside a question or in news of what they said: of who decides, interprets and brought the work, in the messages
-- about those cases. Their accounts are few, and an account has few messages.
-- name: codes
SELECT code, 'worker' AS side FROM claims WHERE person = :person UNION SELECT code, 'worker' AS side FROM cases WHERE person = :person
UNION SELECT c.code, s.side FROM statements s JOIN claims c ON c.id = s.claim WHERE s.person = :person;

-- name: readers_of_words
WITH theirs (id) AS (SELECT id FROM cases WHERE person = :person
    UNION SELECT c.id FROM cases c JOIN statements s ON s.claim = c.subject AND c.kind = 'claim' WHERE s.person = :person)
SELECT a.id AS account FROM accounts a WHERE a.person <> :person AND a.person IN (
    SELECT i.person FROM interpreters i JOIN theirs c ON c.id = i.subject
    UNION SELECT o.person FROM opinions o JOIN theirs c ON c.id = o.subject
    UNION SELECT j.person FROM jurors j JOIN theirs c ON c.id = j.subject
    UNION SELECT m.person FROM moderators m WHERE m.person IS NOT NULL
    UNION SELECT r.person FROM requesters r JOIN packs p ON p.requester = r.id JOIN claims l ON l.pack = p.id
        WHERE l.person = :person AND r.person IS NOT NULL
    UNION SELECT l.person FROM claims l JOIN statements s ON s.claim = l.id WHERE s.person = :person);

-- name: questions_about
SELECT mark, facts FROM questions WHERE account = :account AND (facts LIKE :case OR facts LIKE :read);

-- name: set_facts
UPDATE questions SET facts = :facts WHERE account = :account AND mark = :mark;

-- name: dues_about
SELECT slot, seq, outcome FROM dues
WHERE account = :account AND (outcome LIKE :objection OR outcome LIKE :kept OR outcome LIKE :appeal);

-- name: set_due
UPDATE dues SET outcome = :outcome WHERE account = :account AND slot = :slot AND seq = :seq;

-- name: unname_alarms
UPDATE alarms SET decided_by = (SELECT 'moderator ' || m.id FROM moderators m WHERE m.person = :person)
WHERE decided_by <> '' AND decided_by = (SELECT m.name FROM moderators m WHERE m.person = :person);

-- name: unname_moderator
UPDATE moderators SET person = NULL, name = 'moderator ' || id, ended_at = :now WHERE person = :person;

-- name: unname_fixes
UPDATE fixes SET person = :somebody WHERE person = :person;

-- name: unname_reports
UPDATE reports SET person = :somebody WHERE person = :person;

-- name: unname_readers
UPDATE readers SET person = :somebody WHERE person = :person;

-- name: unname_asked
UPDATE asked SET person = :somebody WHERE person = :person;

-- name: unname_bonuses
UPDATE bonuses SET person = :somebody, reason = '' WHERE person = :person;

-- name: unname_resale_parts
UPDATE resale_parts SET person = :somebody WHERE person = :person;

-- name: unname_ratings
UPDATE ratings SET person = :somebody WHERE person = :person;

-- Of what they said in the room nothing stays but its numbers, so that no later message gets one of them.
-- name: unname_room_messages
UPDATE room_messages SET person = :somebody, words = '', state = 'deleted' WHERE person = :person;

-- name: unname_grievances
UPDATE grievances SET person = :somebody WHERE person = :person;

-- name: unname_proposals
UPDATE proposals SET person = :somebody, term_until = 0 WHERE person = :person;

-- name: unname_spoken
UPDATE spoken SET person = :somebody WHERE person = :person;

-- name: unname_journal
UPDATE journal SET who = 'somebody', about = 0, facts = '{}' WHERE who = :who;

-- name: unname_journal_about
UPDATE journal SET about = 0 WHERE about = :number;

-- name: account
SELECT a.id, a.bot, a.telegram, a.person, a.mark, a.blocked_at, p.language, p.consent, p.paused_at, p.data_mode, p.book, p.pack,
    coalesce(r.id, 0) AS requester, EXISTS (SELECT 1 FROM dues d WHERE d.account = a.id AND d.waits > 0) AS news,
    EXISTS (SELECT 1 FROM own_limits l WHERE l.person = a.person) AS limited,
    EXISTS (SELECT 1 FROM account_limits b WHERE b.person = a.person AND b.ended_at IS NULL) AS barred,
    EXISTS (SELECT 1 FROM accounts o WHERE o.bot = a.bot AND o.telegram = a.telegram AND o.id <> a.id) AS shares
FROM accounts a JOIN people p ON p.id = a.person LEFT JOIN requesters r ON r.person = p.id AND r.state = 'approved'
WHERE a.bot = :bot AND a.telegram = :telegram AND a.away = 0;

-- name: account_by_id
SELECT a.id, a.bot, a.telegram, a.person, a.mark, a.blocked_at, p.language, p.consent, p.paused_at, p.data_mode, p.book, p.pack,
    coalesce(r.id, 0) AS requester, EXISTS (SELECT 1 FROM dues d WHERE d.account = a.id AND d.waits > 0) AS news,
    EXISTS (SELECT 1 FROM own_limits l WHERE l.person = a.person) AS limited,
    EXISTS (SELECT 1 FROM account_limits b WHERE b.person = a.person AND b.ended_at IS NULL) AS barred,
    EXISTS (SELECT 1 FROM accounts o WHERE o.bot = a.bot AND o.telegram = a.telegram AND o.id <> a.id) AS shares
FROM accounts a JOIN people p ON p.id = a.person LEFT JOIN requesters r ON r.person = p.id AND r.state = 'approved'
WHERE a.id = :account;

-- name: add_person
INSERT INTO people (id, book, language, created_at) VALUES (:person, :book, :language, :now);

-- name: remove_person
DELETE FROM people WHERE id = :person;

-- name: add_account
INSERT INTO accounts (id, bot, telegram, person, created_at)
VALUES (:account, :bot, :telegram, :person, :now)
ON CONFLICT (bot, telegram) WHERE away = 0 DO NOTHING;

-- name: person
SELECT id, book, language, data_mode, consent, consented_at, paused_at, pack, undo_assignment, undone_at, offset_minutes, offset_at, offset_before,
    aloud, country, created_at
FROM people WHERE id = :person;

-- name: agree
UPDATE people SET consent = :version, consented_at = :now WHERE id = :person;

-- name: note_consent
INSERT INTO consents (person, version, at) VALUES (:person, :version, :now) ON CONFLICT DO NOTHING;

-- name: consents
SELECT version, at FROM consents WHERE person = :person ORDER BY at;

-- name: set_data_mode
UPDATE people SET data_mode = :mode WHERE id = :person;

-- name: set_aloud
UPDATE people SET aloud = :aloud WHERE id = :person;

-- Of several changes within a day the first is what they go back to.
-- name: set_offset
UPDATE people SET offset_before = CASE WHEN offset_before IS NOT NULL AND offset_at > :now - CAST(:kept AS BIGINT) THEN offset_before
        ELSE offset_minutes END, offset_minutes = :offset, offset_at = :now WHERE id = :person;

-- name: set_language
UPDATE people SET language = :language WHERE id = :person;

-- name: pause
UPDATE people SET paused_at = :now WHERE id = :person AND paused_at IS NULL;

-- name: go_on
UPDATE people SET paused_at = NULL WHERE id = :person;

-- name: set_pack
UPDATE people SET pack = :pack WHERE id = :person;

-- name: set_undo
UPDATE people SET undo_assignment = :assignment WHERE id = :person;

-- name: clear_undo
UPDATE people SET undo_assignment = NULL WHERE id = :person;

-- name: set_mark
UPDATE accounts SET mark = :mark WHERE id = :account;

-- name: set_blocked
UPDATE accounts SET blocked_at = :now WHERE id = :account;

-- name: set_unblocked
UPDATE accounts SET blocked_at = NULL WHERE id = :account;

-- name: accounts_of
SELECT id, bot, telegram, mark, blocked_at, name, away, created_at FROM accounts WHERE person = :person ORDER BY id;

-- name: pack
SELECT pack FROM people WHERE id = :person;

-- name: undone
UPDATE people SET undo_assignment = NULL, undone_at = :now WHERE id = :person;

-- name: set_country
UPDATE people SET country = :country WHERE id = :person;

-- name: where_they_are
SELECT p.id AS person, p.language, p.country FROM accounts a JOIN people p ON p.id = a.person
WHERE a.bot = :bot AND a.telegram = :telegram AND a.away = 0;

-- ---- a household on one phone ----

-- Everybody on the phone of an account, who came first first.
-- name: household
SELECT o.id, o.person, o.name, o.pin, o.pin_wrong, o.pin_until, o.away, o.mark FROM accounts a
JOIN accounts o ON o.bot = a.bot AND o.telegram = a.telegram WHERE a.id = :account ORDER BY o.id;

-- name: add_seat
INSERT INTO accounts (id, bot, telegram, person, away, created_at)
SELECT :id, bot, telegram, :person, 1, :now FROM accounts WHERE id = :account;

-- name: name_seat
UPDATE accounts SET name = :name, pin = :pin, pin_wrong = 0, pin_until = 0 WHERE id = :account;

-- name: pin_right
UPDATE accounts SET pin_wrong = 0, pin_until = 0 WHERE id = :account;

-- name: pin_wrong
UPDATE accounts SET pin_wrong = pin_wrong + 1, pin_until = :until WHERE id = :account;

-- name: put_away
UPDATE accounts SET away = 1 WHERE id = :account;

-- name: take_phone
UPDATE accounts SET away = 0, mark = :mark WHERE id = :account;

-- name: empty_seat
SELECT a.id FROM accounts a JOIN people p ON p.id = a.person
WHERE a.bot = :bot AND a.telegram = :telegram AND a.away = 1 AND a.name = '' AND p.consent = '' ORDER BY a.id LIMIT 1;

-- Whatever was on its way to them waits until they are here.
-- name: hold_dues
UPDATE dues SET waits = 1 WHERE account = :account AND shown < seq;

-- name: others_on_phone
SELECT 1 FROM accounts WHERE telegram = :telegram AND id <> :account LIMIT 1;

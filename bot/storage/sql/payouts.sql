-- Where people are paid.

-- name: add_destination
INSERT INTO destinations (id, person, rail, sealed, fingerprint, hint, created_at)
VALUES (:id, :person, :rail, :sealed, :fingerprint, :hint, :now);

-- What was written and never confirmed is not kept.
-- name: drop_unconfirmed
DELETE FROM destinations WHERE person = :person AND confirmed_at IS NULL;

-- name: destination
SELECT id, person, rail, sealed, fingerprint, hint, shared, confirmed_at, usable_at, ended_at, created_at FROM destinations WHERE id = :destination;

-- name: destination_of
SELECT id, person, rail, sealed, fingerprint, hint, shared, confirmed_at, usable_at, ended_at, created_at FROM destinations
WHERE person = :person AND usable_at <= :now AND (ended_at IS NULL OR ended_at > :now) ORDER BY usable_at DESC LIMIT 1;

-- name: next_destination
SELECT id, person, rail, sealed, fingerprint, hint, shared, confirmed_at, usable_at, ended_at, created_at FROM destinations
WHERE person = :person AND usable_at > :now AND ended_at IS NULL ORDER BY usable_at DESC LIMIT 1;

-- name: others_there
SELECT 1 FROM destinations WHERE fingerprint = :fingerprint AND person <> :person AND confirmed_at IS NOT NULL LIMIT 1;

-- name: confirm_destination
UPDATE destinations SET confirmed_at = :now, usable_at = :usable_at, shared = :shared WHERE id = :destination AND confirmed_at IS NULL;

-- name: end_destination
UPDATE destinations SET ended_at = :at WHERE id = :destination;

-- name: all_destinations
SELECT id, sealed FROM destinations ORDER BY id;

-- name: reseal_destination
UPDATE destinations SET sealed = :sealed, fingerprint = :fingerprint WHERE id = :destination;

-- name: destinations_kept
SELECT id, rail, hint, shared, confirmed_at, usable_at, ended_at, created_at FROM destinations WHERE person = :person ORDER BY id;

-- Asking to be paid out.

-- name: lock_person_sqlite
SELECT id FROM people WHERE id = :person;

-- name: lock_person_postgres
SELECT id FROM people WHERE id = :person FOR UPDATE;

-- name: ask
INSERT INTO payouts (id, person, book, destination, rail, by_hand, state, amount, fee, house, arrives, currency, hint, waits,
    asked_at, next_at)
VALUES (:id, :person, :book, :destination, :rail, :by_hand, 'requested', :amount, :fee, :house, :arrives, :currency, :hint,
    :waits, :now, :next_at);

-- When somebody asked first, and what goes before the rest may: those that failed count for nothing.
-- name: first_asked
SELECT min(asked_at) AS at FROM payouts WHERE person = :person AND state <> 'failed';

-- name: gone_at_once
SELECT coalesce(sum(amount), 0) AS amount FROM payouts
WHERE person = :person AND state <> 'failed' AND (state <> 'requested' OR waits <> 'first');

-- name: was_free
SELECT 1 FROM payouts WHERE person = :person AND house = 1 AND state <> 'failed' AND asked_at >= :since LIMIT 1;

-- name: went_out
SELECT 1 FROM payouts WHERE person = :person AND state <> 'failed' LIMIT 1;

-- name: open_of
SELECT id, state, arrives, currency, hint, waits, next_at, sent_at
FROM payouts WHERE person = :person AND state IN ('requested', 'unknown', 'sent') ORDER BY id;

-- name: kept
SELECT id, destination, rail, by_hand, state, amount, fee, house, arrives, currency, hint, reference, reason, waits, asked_at,
    sent_at, told_at, ended_at
FROM payouts WHERE person = :person ORDER BY id;

-- Sending and looking up.

-- name: is_due
SELECT 1 FROM payouts WHERE state IN ('requested', 'unknown', 'sent') AND by_hand = 0 AND next_at <= :now
    AND (state <> 'requested' OR NOT EXISTS (SELECT 1 FROM restores WHERE opened_at IS NULL)) LIMIT 1;

-- name: next_sqlite
SELECT id, person, book, destination, rail, by_hand, state, amount, fee, house, arrives, currency, hint, reference, reason,
    waits, batch, tries, looks, asked_at, next_at, sent_at, told_at, ended_at
FROM payouts WHERE state IN ('requested', 'unknown', 'sent') AND by_hand = 0 AND next_at <= :now
    AND (state <> 'requested' OR NOT EXISTS (SELECT 1 FROM restores WHERE opened_at IS NULL)) ORDER BY next_at LIMIT 1;

-- name: next_postgres
SELECT id, person, book, destination, rail, by_hand, state, amount, fee, house, arrives, currency, hint, reference, reason,
    waits, batch, tries, looks, asked_at, next_at, sent_at, told_at, ended_at
FROM payouts WHERE state IN ('requested', 'unknown', 'sent') AND by_hand = 0 AND next_at <= :now
    AND (state <> 'requested' OR NOT EXISTS (SELECT 1 FROM restores WHERE opened_at IS NULL)) ORDER BY next_at LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: lock_sqlite
SELECT id, person, book, destination, rail, by_hand, state, amount, fee, house, arrives, currency, hint, reference, reason,
    waits, batch, tries, looks, asked_at, next_at, sent_at, told_at, ended_at
FROM payouts WHERE id = :payout;

-- name: lock_postgres
SELECT id, person, book, destination, rail, by_hand, state, amount, fee, house, arrives, currency, hint, reference, reason,
    waits, batch, tries, looks, asked_at, next_at, sent_at, told_at, ended_at
FROM payouts WHERE id = :payout FOR UPDATE;

-- name: by_reference
SELECT id, rail, state FROM payouts WHERE rail = :rail AND reference = :reference;

-- name: sending
UPDATE payouts SET state = 'unknown', waits = '', tries = tries + 1, sent_at = coalesce(sent_at, :now), next_at = :next_at,
    lease_until = :next_at
WHERE id = :payout AND state = 'requested';

-- name: looking
UPDATE payouts SET looks = looks + 1, next_at = :next_at, lease_until = :next_at WHERE id = :payout AND state IN ('unknown', 'sent');

-- name: postpone
UPDATE payouts SET next_at = :next_at WHERE id = :payout AND state IN ('requested', 'unknown', 'sent');

-- name: not_sent
UPDATE payouts SET state = 'requested', reason = 'not_sent', next_at = :next_at, lease_until = 0 WHERE id = :payout AND state = 'unknown';

-- name: heard
UPDATE payouts SET state = :state, reference = :reference, reason = :reason, next_at = :next_at, lease_until = 0
WHERE id = :payout AND state IN ('unknown', 'sent');

-- name: is_leased
SELECT 1 FROM payouts WHERE id = :payout AND lease_until > :now;

-- name: ended
UPDATE payouts SET state = :state, reference = :reference, reason = :reason, waits = '', ended_at = :now
WHERE id = :payout AND state IN ('requested', 'unknown', 'sent');

-- name: came_back
UPDATE payouts SET state = 'returned', reason = :reason, ended_at = :now WHERE id = :payout AND state = 'confirmed';

-- A provider's word that it paid what has ended as failed; the money is in the balance again, so a person is told.
-- name: contradicted
UPDATE payouts SET reason = 'paid_all_the_same', reference = :reference WHERE id = :payout AND state = 'failed';

-- name: told
UPDATE payouts SET told_at = :now WHERE id = :payout;

-- By hand, and by the operator.

-- name: let
UPDATE payouts SET waits = '', next_at = :now WHERE id = :payout AND state = 'requested';

-- name: due_by_hand
SELECT id, destination, rail, state, arrives, currency, sent_at
FROM payouts WHERE rail = :rail AND by_hand = 1 AND state = 'requested' AND batch = 0 AND next_at <= :now
    AND NOT EXISTS (SELECT 1 FROM restores WHERE opened_at IS NULL) ORDER BY id LIMIT :most;

-- name: put_on_list
UPDATE payouts SET state = 'sent', waits = '', batch = :batch, tries = 1, sent_at = :now
WHERE id = :payout AND state = 'requested' AND batch = 0;

-- name: of_batch
SELECT id, destination, rail, state, arrives, currency, sent_at
FROM payouts WHERE batch = :batch AND batch <> 0 ORDER BY id;

-- name: listed
SELECT id, destination, rail, state, arrives, currency, sent_at
FROM payouts WHERE by_hand = 1 AND state = 'sent' AND rail = :rail ORDER BY id;

-- name: newest
SELECT id, person, book, destination, rail, by_hand, state, amount, fee, house, arrives, currency, hint, reference, reason,
    waits, batch, tries, looks, asked_at, next_at, sent_at, told_at, ended_at
FROM payouts WHERE CAST(:state AS TEXT) = '' OR state = :state ORDER BY id DESC LIMIT :most;

-- While payouts are held after a restore one that is only asked for may have been paid in the gap: let before its time, say.
-- name: of_rail
SELECT id, state, arrives, reference FROM payouts WHERE rail = :rail AND asked_at >= :since
    AND (state <> 'requested' OR EXISTS (SELECT 1 FROM restores WHERE opened_at IS NULL)) ORDER BY id;

-- After a restore: what may have been sent since the backup is never sent again, and nothing new is until that was looked into.

-- name: restored
INSERT INTO restores (id, backup_at, restored_at) VALUES (:id, :backup_at, :now);

-- name: held_since
SELECT backup_at, restored_at FROM restores WHERE opened_at IS NULL ORDER BY id LIMIT 1;

-- name: may_have_been_sent
UPDATE payouts SET state = 'unknown', waits = '', tries = tries + 1, sent_at = coalesce(sent_at, :backup_at), next_at = :now,
    lease_until = 0
WHERE state = 'requested' AND by_hand = 0 AND next_at <= :now;

-- name: may_have_been_listed
UPDATE payouts SET state = 'sent', waits = '', batch = :batch, tries = 1, sent_at = :backup_at
WHERE state = 'requested' AND by_hand = 1 AND next_at <= :now;

-- One that was asked for a second time, and was paid in the gap.
-- name: was_sent
UPDATE payouts SET state = 'unknown', waits = '', tries = tries + 1, sent_at = :now WHERE id = :payout AND state = 'requested';

-- Whoever was being asked when the backup was made is not any more.
-- name: unlease
UPDATE payouts SET lease_until = 0, next_at = :now WHERE state IN ('unknown', 'sent') AND by_hand = 0;

-- name: open_again
UPDATE restores SET opened_at = :now WHERE opened_at IS NULL;

-- What the book says of each payout beside what stands here.

-- name: beside_book
SELECT p.id, p.state, p.amount, a.amount AS asked, e.movement AS ended, r.id AS returned
FROM payouts p
LEFT JOIN transfers a ON a.key = 'request_payout:' || p.id
LEFT JOIN transfers e ON e.key = 'end_payout:' || p.id
LEFT JOIN transfers r ON r.key = 'return_payout:' || p.id
WHERE a.id IS NULL OR a.amount <> p.amount
   OR (p.state IN ('requested', 'unknown', 'sent') AND (e.id IS NOT NULL OR r.id IS NOT NULL))
   OR (p.state = 'confirmed' AND (e.movement IS NULL OR e.movement <> 'confirm_payout' OR r.id IS NOT NULL))
   OR (p.state = 'failed' AND (e.movement IS NULL OR e.movement <> 'fail_payout' OR r.id IS NOT NULL))
   OR (p.state = 'returned' AND (e.movement IS NULL OR e.movement <> 'confirm_payout' OR r.id IS NULL));

-- name: leaving
SELECT coalesce(sum(amount), 0) AS amount FROM payouts WHERE state IN ('requested', 'unknown', 'sent');

-- name: long_unknown
SELECT id, rail, sent_at FROM payouts WHERE state IN ('unknown', 'sent') AND sent_at < :before ORDER BY id;

-- name: refused_of_late
SELECT rail, reason, count(*) AS count FROM payouts
WHERE state = 'failed' AND reason IN ('funds', 'account') AND ended_at >= :since GROUP BY rail, reason ORDER BY rail, reason;

-- name: paid_all_the_same
SELECT id, rail, reference FROM payouts
WHERE state = 'failed' AND reason = 'paid_all_the_same' AND ended_at >= :since ORDER BY id;

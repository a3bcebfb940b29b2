-- name: add
INSERT INTO deposits (id, requester, way, reference, charge, amount, currency, state, entered_by, at)
VALUES (:id, :requester, :way, :reference, :charge, :amount, :currency, :state, :entered_by, :now)
ON CONFLICT (id) DO NOTHING;

-- name: deposit
SELECT d.id, d.requester, r.name, d.way, d.reference, d.charge, d.amount, d.currency, d.state, d.entered_by, d.agreed_by, d.back_by, d.transfer, d.at
FROM deposits d LEFT JOIN requesters r ON r.id = d.requester WHERE d.id = :id;

-- name: named
SELECT d.id, d.requester, r.name, d.way, d.reference, d.charge, d.amount, d.currency, d.state, d.entered_by, d.agreed_by, d.back_by, d.transfer, d.at
FROM deposits d LEFT JOIN requesters r ON r.id = d.requester WHERE d.reference = :reference ORDER BY d.at, d.id;

-- What waits for a person, then the newest of the others.
-- name: latest
SELECT d.id, d.requester, r.name, d.way, d.reference, d.charge, d.amount, d.currency, d.state, d.entered_by, d.agreed_by, d.back_by, d.transfer, d.at
FROM deposits d LEFT JOIN requesters r ON r.id = d.requester
ORDER BY CASE WHEN d.state IN ('waiting', 'aside', 'disputed', 'doubtful') THEN 0 ELSE 1 END, d.at DESC, d.id DESC LIMIT :most;

-- A state is left once: who comes second changes nothing.
-- name: move
UPDATE deposits SET state = :state, agreed_by = :agreed_by WHERE id = :id AND state = :before;

-- name: move_back
UPDATE deposits SET state = :state, back_by = :back_by WHERE id = :id AND state = :before;

-- name: booked
UPDATE deposits SET state = 'booked', requester = :requester, transfer = :transfer, booked_at = :now WHERE id = :id;

-- What one person alone has booked for a requester lately.
-- name: booked_alone
SELECT coalesce(CAST(sum(amount) AS BIGINT), 0) FROM deposits
WHERE requester = :requester AND way = 'operator' AND state IN ('booked', 'disputed') AND agreed_by = '' AND at > :since;

-- name: trusted
SELECT min(booked_at) AS first_at, coalesce(CAST(sum(CASE WHEN way <> 'operator' THEN amount END) AS BIGINT), 0) AS reversible
FROM deposits WHERE requester = :requester AND state IN ('booked', 'disputed');

-- Did whoever sent a requester money lately take some of it back, or does one person say so?
-- name: called_back
SELECT id FROM deposits WHERE requester = :requester AND back_by <> '' AND booked_at > :since LIMIT 1;

-- name: add_checkout
INSERT INTO checkouts (payload, way, requester, person, account, amount, currency, at, until, next_look)
VALUES (:payload, :way, :requester, :person, :account, :amount, :currency, :now, :until, :next_look);

-- name: checkout
SELECT payload, way, requester, person, account, amount, currency, at, until, used_at, order_id FROM checkouts WHERE payload = :payload;

-- name: checkouts_since
SELECT way, amount, at FROM checkouts WHERE requester = :requester AND at > :since;

-- name: checkouts_of
SELECT payload, way, requester, account, amount, currency, at, until, used_at, order_id, next_look FROM checkouts WHERE person = :person ORDER BY at, payload;

-- name: use_checkout
UPDATE checkouts SET used_at = coalesce(used_at, :now) WHERE payload = :payload;

-- name: forget_checkouts
DELETE FROM checkouts WHERE until < :before;

-- name: due_looks
SELECT payload, amount, currency, order_id FROM checkouts WHERE next_look <= :now ORDER BY next_look LIMIT :most;

-- name: set_order
UPDATE checkouts SET order_id = :order WHERE payload = :payload AND order_id IS NULL;

-- name: set_look
UPDATE checkouts SET next_look = :at WHERE payload = :payload;

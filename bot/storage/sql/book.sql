-- The book's queries. Only bot/ledger uses them.

-- One transfer: held, write_transfer; on SQLite then move_balances and add_entries.

-- Both accounts, and in each row what was written for the key before.
-- name: held_sqlite
SELECT a.id, a.name, a.currency, a.balance, a.version, a.head, t.id AS first, t.input_hash
FROM book_accounts a LEFT JOIN transfers t ON t.key = :key
WHERE a.name IN (:source, :target) ORDER BY a.name DESC;

-- Rows are locked in one order everywhere: by name, downwards. That puts the accounts everybody wants last:
-- world, worker, requester, pack, house. The key is as it was before a lock was waited for.
-- name: held_postgres
SELECT a.id, a.name, a.currency, a.balance, a.version, a.head, t.id AS first, t.input_hash
FROM book_accounts a LEFT JOIN transfers t ON t.key = :key
WHERE a.name IN (:source, :target) ORDER BY a.name DESC FOR UPDATE OF a;

-- name: open_account!
INSERT INTO book_accounts (id, name, currency, balance, version, head, sealed)
VALUES (:id, :name, :currency, 0, 0, '', 0) ON CONFLICT (name) DO NOTHING;

-- name: transfer_by_key^
SELECT t.id, t.key, t.input_hash, t.movement, s.name AS source, g.name AS target, t.amount, t.pack, t.reverses, t.at
FROM transfers t JOIN book_accounts s ON s.id = t.source JOIN book_accounts g ON g.id = t.target
WHERE t.key = :key;

-- name: transfer_by_id^
SELECT t.id, t.key, t.input_hash, t.movement, s.name AS source, g.name AS target, t.amount, t.pack, t.reverses, t.at
FROM transfers t JOIN book_accounts s ON s.id = t.source JOIN book_accounts g ON g.id = t.target
WHERE t.id = :id;

-- name: write_transfer_sqlite^
INSERT INTO transfers (id, key, input_hash, movement, source, target, amount, pack, reverses, at)
VALUES (:id, :key, :input_hash, :movement, :source, :target, :amount, :pack, :reverses, :at)
ON CONFLICT (key) DO NOTHING RETURNING 1 AS transfers, 0 AS balances;

-- The limit sits where the row is written: no account goes below zero but the world's, and what requesters owe.
-- name: move_balances!
UPDATE book_accounts
SET balance = balance + CASE id WHEN :source THEN -:amount ELSE :amount END, version = version + 1,
head = CASE id WHEN :source THEN :source_hash ELSE :target_hash END
WHERE (id = :source AND version = :source_version - 1 AND (balance >= :amount OR name = 'world' OR name LIKE 'owed:%'))
OR (id = :target AND version = :target_version - 1);

-- name: add_entries!
INSERT INTO entries (transfer_id, account_id, amount, balance, version, hash) VALUES
(:id, :source, -:amount, :source_balance, :source_version, :source_hash),
(:id, :target, :amount, :target_balance, :target_version, :target_hash);

-- All of a transfer in one round trip; nothing of it when the key was used meanwhile.
-- name: write_transfer_postgres^
WITH written AS (
INSERT INTO transfers (id, key, input_hash, movement, source, target, amount, pack, reverses, at)
VALUES (:id, :key, :input_hash, :movement, :source, :target, :amount, :pack, :reverses, :at)
ON CONFLICT (key) DO NOTHING RETURNING id
), moved AS (
UPDATE book_accounts
SET balance = balance + CASE id WHEN :source THEN -:amount ELSE :amount END, version = version + 1,
head = CASE id WHEN :source THEN :source_hash ELSE :target_hash END
WHERE EXISTS (SELECT 1 FROM written) AND (
(id = :source AND version = :source_version - 1 AND (balance >= :amount OR name = 'world' OR name LIKE 'owed:%'))
OR (id = :target AND version = :target_version - 1)) RETURNING id
), entered AS (
INSERT INTO entries (transfer_id, account_id, amount, balance, version, hash)
SELECT w.id, v.account_id, v.amount, v.balance, v.version, v.hash FROM written w CROSS JOIN (VALUES
(:source, -:amount, :source_balance, :source_version, :source_hash),
(:target, :amount, :target_balance, :target_version, :target_hash)
) AS v (account_id, amount, balance, version, hash)
)
SELECT (SELECT COUNT(*) FROM written) AS transfers, (SELECT COUNT(*) FROM moved) AS balances;

-- What the movements ask.

-- name: balance^
SELECT balance FROM book_accounts WHERE name = :name;

-- name: version^
SELECT version FROM book_accounts WHERE name = :name;

-- name: accounts_between
SELECT id, name, currency, balance FROM book_accounts
WHERE name >= :first AND name < :beyond ORDER BY name LIMIT :most;

-- name: pack_funding
SELECT t.movement, s.name AS source, g.name AS target, SUM(t.amount) AS amount
FROM transfers t JOIN book_accounts s ON s.id = t.source JOIN book_accounts g ON g.id = t.target
WHERE t.pack = :pack AND t.movement IN ('lock', 'refund', 'top_up')
GROUP BY t.movement, s.name, g.name;

-- name: pack_goodwill^
SELECT COALESCE(SUM(CASE t.movement WHEN 'pay_goodwill' THEN t.amount ELSE -t.amount END), 0) AS amount
FROM transfers t WHERE t.pack = :pack AND t.movement IN ('pay_goodwill', 'reverse_pay_goodwill');

-- name: pack_bonuses
SELECT s.name AS source, t.movement, SUM(t.amount) AS amount, COUNT(*) AS count
FROM transfers t JOIN book_accounts s ON s.id = t.source
WHERE t.pack = :pack AND t.movement IN ('pay_bonus', 'pay_bonus_fee', 'pay_look', 'pay_unwarned')
GROUP BY s.name, t.movement ORDER BY t.movement, s.name;

-- What its requester put aside of resales, and what became of it.
-- name: pack_resales
SELECT t.movement, SUM(t.amount) AS amount, COUNT(*) AS count FROM transfers t
WHERE t.pack = :pack AND t.movement IN ('hold_resale', 'pay_resale', 'return_resale') GROUP BY t.movement ORDER BY t.movement;

-- What the guarantee pot has put into a pack and has not got back.
-- name: pack_guarantee^
SELECT COALESCE(SUM(CASE t.movement WHEN 'advance' THEN t.amount ELSE -t.amount END), 0) AS amount
FROM transfers t JOIN book_accounts g ON g.id = t.target
WHERE t.pack = :pack AND t.movement IN ('advance', 'return_advance', 'uphold')
AND (t.movement = 'advance' OR g.name = 'house:guarantee');

-- name: answers_locked^
SELECT COALESCE(SUM(t.amount), 0) AS amount FROM transfers t JOIN book_accounts g ON g.id = t.target
WHERE t.pack = :pack AND t.movement IN ('lock', 'refund', 'top_up') AND g.name = :name;

-- What waits in workers' purses, by what it waits for.
-- name: clearing
SELECT SUBSTR(name, LENGTH(name) - 5) AS purse, SUM(balance) AS amount FROM book_accounts
WHERE name >= 'worker:' AND name < 'worker;' AND SUBSTR(name, LENGTH(name) - 5) IN ('eaving', 'frozen', 'earned')
GROUP BY SUBSTR(name, LENGTH(name) - 5);

-- What others than workers hold, packs by part: as many rows are read as there are accounts of packs and requesters.
-- name: held_by_kind
SELECT found.holder, found.part, SUM(found.balance) AS amount FROM (
    SELECT 'packs' AS holder, balance, SUBSTR(name, LENGTH(RTRIM(name, 'abcdefghijklmnopqrstuvwxyz')) + 1) AS part
    FROM book_accounts WHERE name >= 'pack:' AND name < 'pack;'
    UNION ALL
    SELECT 'requesters' AS holder, balance, '' AS part FROM book_accounts WHERE name >= 'requester:' AND name < 'requester;'
    UNION ALL
    SELECT 'resales' AS holder, balance, '' AS part FROM book_accounts WHERE name >= 'resale:' AND name < 'resale;'
    UNION ALL
    SELECT 'owed' AS holder, balance, '' AS part FROM book_accounts WHERE name >= 'owed:' AND name < 'owed;'
) AS found GROUP BY found.holder, found.part;

-- The limit is asked for, not given: PostgreSQL, which can't know it then, plans this once and not each time anew.
-- name: lines_before
SELECT e.transfer_id, t.at, t.movement, e.amount, e.balance, e.version, e.hash, t.pack, t.key,
s.name AS source, g.name AS target
FROM entries e JOIN transfers t ON t.id = e.transfer_id
JOIN book_accounts s ON s.id = t.source JOIN book_accounts g ON g.id = t.target
WHERE e.account_id = :account AND e.transfer_id < :before
ORDER BY e.transfer_id DESC LIMIT (SELECT :most);

-- name: sums
SELECT t.movement, SUM(e.amount) AS amount, COUNT(*) AS count
FROM entries e JOIN transfers t ON t.id = e.transfer_id WHERE e.account_id = :account
GROUP BY t.movement ORDER BY t.movement;

-- Sealing and checking.

-- name: changed_since_seal_sqlite
SELECT id, version, head FROM book_accounts WHERE version > sealed ORDER BY name DESC;

-- Locked in the order of `held`, so that a seal and the transfers beside it wait for each other in one direction.
-- name: changed_since_seal_postgres
SELECT id, version, head FROM book_accounts WHERE version > sealed ORDER BY name DESC FOR UPDATE;

-- name: mark_sealed!
UPDATE book_accounts SET sealed = :version WHERE id = :id;

-- name: last_seal^
SELECT id, at, hash, accounts FROM seals ORDER BY id DESC LIMIT 1;

-- name: seal_before^
SELECT id, at, hash, accounts FROM seals WHERE id < :id ORDER BY id DESC LIMIT 1;

-- name: add_seal!
INSERT INTO seals (id, at, hash, accounts) VALUES (:id, :at, :hash, :accounts);

-- name: entry^
SELECT balance, hash FROM entries WHERE account_id = :account AND version = :version;

-- One entry with its transfer, and the hash of the entry before.
-- name: entry_of^
SELECT e.account_id, a.currency, e.amount AS moved, e.balance, e.version, e.hash, b.hash AS before,
t.key, t.movement, t.amount, t.pack, t.reverses, t.at, s.name AS source, g.name AS target
FROM book_accounts a JOIN entries e ON e.account_id = a.id JOIN transfers t ON t.id = e.transfer_id
JOIN book_accounts s ON s.id = t.source JOIN book_accounts g ON g.id = t.target
LEFT JOIN entries b ON b.account_id = e.account_id AND b.version = e.version - 1
WHERE a.name = :account AND e.transfer_id = :transfer;

-- name: account_named^
SELECT id, name, currency, balance, version, head, sealed FROM book_accounts WHERE name = :name;

-- name: seal^
SELECT id, at, hash, accounts FROM seals WHERE id = :id;

-- name: seals_from
SELECT id, at, hash, accounts FROM seals WHERE at >= :at AND id > :after ORDER BY id LIMIT :most;

-- name: span^
SELECT MIN(at) AS first, MAX(at) AS last FROM transfers;

-- Transfers with both their entries, to be written out.
-- name: journal
SELECT t.id, t.key, t.movement, t.amount, t.pack, t.reverses, t.at, s.currency,
s.name AS source, a.balance AS source_balance, a.version AS source_version, a.hash AS source_hash,
g.name AS target, b.balance AS target_balance, b.version AS target_version, b.hash AS target_hash
FROM transfers t JOIN book_accounts s ON s.id = t.source JOIN book_accounts g ON g.id = t.target
JOIN entries a ON a.transfer_id = t.id AND a.account_id = t.source
JOIN entries b ON b.transfer_id = t.id AND b.account_id = t.target
WHERE t.id > :after ORDER BY t.id LIMIT :most;

-- name: currency_sums
SELECT currency, SUM(balance) AS amount FROM book_accounts GROUP BY currency HAVING SUM(balance) <> 0;

-- What is owed may only be below zero, all but the world's only above.
-- name: accounts_in_debt
SELECT name, balance FROM book_accounts WHERE CASE WHEN name LIKE 'owed:%' THEN -balance ELSE balance END < 0
AND name <> 'world' ORDER BY name;

-- name: accounts_after
SELECT id, name, currency, balance, version, head, sealed
FROM book_accounts WHERE id > :after ORDER BY id LIMIT :most;

-- name: accounts_unsealed_after
SELECT id, name, currency, balance, version, head, sealed
FROM book_accounts WHERE id > :after AND version > sealed ORDER BY id LIMIT :most;

-- name: entries_after
SELECT e.transfer_id, e.amount AS moved, e.balance, e.version, e.hash,
t.key, t.input_hash, t.movement, t.source, t.target, t.amount, t.pack, t.reverses, t.at,
s.name AS source_name, g.name AS target_name, s.currency AS source_currency, g.currency AS target_currency
FROM entries e LEFT JOIN transfers t ON t.id = e.transfer_id
LEFT JOIN book_accounts s ON s.id = t.source LEFT JOIN book_accounts g ON g.id = t.target
WHERE e.account_id = :account AND e.version > :after AND e.version <= :until ORDER BY e.version LIMIT :most;

-- Transfers that do not have exactly one entry on their source and one on their target.
-- name: transfers_unbooked
SELECT t.id, t.movement FROM transfers t
LEFT JOIN entries e ON e.transfer_id = t.id AND (e.account_id = t.source OR e.account_id = t.target)
WHERE t.id > :since GROUP BY t.id, t.movement HAVING COUNT(e.account_id) <> 2 ORDER BY t.id;

-- name: entries_astray
SELECT e.transfer_id, e.version FROM entries e LEFT JOIN book_accounts a ON a.id = e.account_id
WHERE a.id IS NULL ORDER BY e.transfer_id;

-- A reversal is exact; only what a provider gives back may be less, and skips the purse it left by.
-- name: reversals_wrong
SELECT r.id, r.movement FROM transfers r LEFT JOIN transfers o ON o.id = r.reverses
LEFT JOIN book_accounts b ON b.id = r.target LEFT JOIN book_accounts l ON l.id = o.source
WHERE r.id > :since AND r.reverses IS NOT NULL
AND (o.id IS NULL OR o.reverses IS NOT NULL OR r.source <> o.target
OR CASE WHEN r.movement = 'return_payout' THEN CASE WHEN r.amount > o.amount OR o.movement <> 'confirm_payout'
OR b.name <> REPLACE(l.name, ':leaving', ':available') THEN 1 ELSE 0 END
ELSE CASE WHEN r.amount <> o.amount OR r.target <> o.source OR r.movement <> 'reverse_' || o.movement
THEN 1 ELSE 0 END END = 1)
ORDER BY r.id;

-- What came into a purse that waits leaves it whole, once: by its settlement, its decision, its thaw, its payout's end.
-- name: purses_unlike
SELECT a.name, a.balance, SUM(CASE WHEN e.id IS NULL THEN t.amount ELSE 0 END) AS waiting
FROM transfers t JOIN book_accounts a ON a.id = t.target
LEFT JOIN transfers e ON e.source = a.id AND e.key = CASE t.movement
WHEN 'request_payout' THEN 'end_payout:' || SUBSTR(t.key, 16) WHEN 'freeze' THEN 'thaw:' || SUBSTR(t.key, 8)
WHEN 'claim' THEN 'decide:' || SUBSTR(t.key, 8) ELSE 'settle:' || t.id END
WHERE a.name >= 'worker:' AND a.name < 'worker;'
AND SUBSTR(a.name, LENGTH(a.name) - 5) IN ('eaving', 'frozen', 'earned')
GROUP BY a.id, a.name, a.balance HAVING a.balance <> SUM(CASE WHEN e.id IS NULL THEN t.amount ELSE 0 END)
ORDER BY a.name;

-- name: fees_collected
SELECT t.pack, g.name AS target, s.name AS source, SUM(t.amount) AS amount
FROM transfers t JOIN book_accounts s ON s.id = t.source JOIN book_accounts g ON g.id = t.target
WHERE t.movement IN ('collect_fee', 'return_fee') GROUP BY t.pack, s.name, g.name ORDER BY t.pack;

-- Payments that bear the fee, less what came back to the pack, and less what the guarantee pot put in for them.
-- name: paid_by_pack
SELECT t.pack, SUM(CASE WHEN t.movement IN ('reverse_pay_answer', 'uphold', 'advance') THEN -t.amount ELSE t.amount END) AS amount
FROM transfers t JOIN book_accounts g ON g.id = t.target
WHERE t.movement IN ('pay_answer', 'pay_gold', 'pay_practice', 'pay_reading', 'pay_side', 'pay_late', 'pay_fix',
'reverse_pay_answer', 'advance', 'return_advance') OR (t.movement = 'uphold' AND g.name LIKE 'pack:%')
GROUP BY t.pack ORDER BY t.pack;

-- name: goodwill_paid
SELECT t.pack, SUM(CASE t.movement WHEN 'pay_goodwill' THEN t.amount ELSE -t.amount END) AS amount,
MAX(t.amount) AS largest FROM transfers t WHERE t.movement IN ('pay_goodwill', 'reverse_pay_goodwill')
GROUP BY t.pack ORDER BY t.pack;

-- name: seals_after
SELECT id, at, hash, accounts FROM seals WHERE id > :after ORDER BY id LIMIT :most;

-- What came in from work; what left the purse and came back to it is not earned twice.
-- name: earned_since^
SELECT SUM(e.amount) AS amount
FROM entries e JOIN transfers t ON t.id = e.transfer_id JOIN book_accounts a ON a.id = e.account_id
WHERE a.name = :name AND e.amount > 0 AND t.movement NOT IN ('thaw', 'fail_payout', 'return_payout') AND t.at >= :since;

-- What came in from work, by the account it came from; what was held or under review and came back is not earned twice.
-- name: earned_from
SELECT s.name AS source, CAST(SUM(t.amount) AS BIGINT) AS amount
FROM entries e JOIN transfers t ON t.id = e.transfer_id
JOIN book_accounts a ON a.id = e.account_id JOIN book_accounts s ON s.id = t.source
WHERE a.name IN (:available, :earned) AND e.amount > 0 AND s.name NOT LIKE 'worker:%' AND s.name <> 'world'
GROUP BY s.name;

-- name: borne$
SELECT coalesce(CAST(SUM(e.amount) AS BIGINT), 0)
FROM entries e JOIN transfers t ON t.id = e.transfer_id JOIN book_accounts a ON a.id = e.account_id
WHERE a.name = :name AND t.movement = 'bear';

-- name: currency^
SELECT currency FROM book_accounts WHERE name = 'world';

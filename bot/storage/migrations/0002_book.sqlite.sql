-- The book: accounts, transfers between them, entries, seals. The same tables for both engines; this file adds SQLite's triggers.
-- Append-only: what was written is never changed or removed. Only bot/ledger writes here.

CREATE TABLE book_accounts (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    currency TEXT NOT NULL,
    balance BIGINT NOT NULL,                   -- micro-units; only the world and what is owed are below zero
    version BIGINT NOT NULL,                   -- how many entries the account has
    head TEXT NOT NULL,                        -- hash of its last entry; '' = none yet
    sealed BIGINT NOT NULL,                    -- the version the last seal saw
    CHECK (balance >= 0 OR name = 'world' OR name LIKE 'owed:%'),
    CHECK (balance <= 0 OR name NOT LIKE 'owed:%')
);

CREATE TABLE transfers (
    id BIGINT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,                  -- what makes it happen once
    input_hash TEXT NOT NULL,                  -- same key with another input is a conflict
    movement TEXT NOT NULL,
    source BIGINT NOT NULL REFERENCES book_accounts (id),
    target BIGINT NOT NULL REFERENCES book_accounts (id),
    amount BIGINT NOT NULL,
    pack BIGINT,                               -- the pack it belongs to
    reverses BIGINT REFERENCES transfers (id),
    at BIGINT NOT NULL,
    CHECK (amount > 0),
    CHECK (source <> target)
);
CREATE UNIQUE INDEX transfers_reverse_once ON transfers (reverses) WHERE reverses IS NOT NULL;
-- What goes into and out of a pack besides payments: few rows, from which the fee is derived.
CREATE INDEX transfers_funding ON transfers (pack) WHERE movement IN ('lock', 'refund', 'top_up');
CREATE INDEX transfers_goodwill ON transfers (pack) WHERE movement IN ('pay_goodwill', 'reverse_pay_goodwill');
CREATE INDEX transfers_bonuses ON transfers (pack)
    WHERE movement IN ('pay_bonus', 'pay_bonus_fee', 'pay_look', 'pay_unwarned');
CREATE INDEX transfers_guarantee ON transfers (pack) WHERE movement IN ('advance', 'return_advance', 'uphold');

CREATE TABLE entries (
    transfer_id BIGINT NOT NULL REFERENCES transfers (id),
    account_id BIGINT NOT NULL REFERENCES book_accounts (id),
    amount BIGINT NOT NULL,                    -- below zero for the source
    balance BIGINT NOT NULL,                   -- of the account, after this entry
    version BIGINT NOT NULL,                   -- 1, 2, 3 … without gaps
    hash TEXT NOT NULL,                        -- covers the entry before
    PRIMARY KEY (account_id, version)
);
CREATE UNIQUE INDEX entries_transfer ON entries (account_id, transfer_id);

CREATE TABLE seals (
    id BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    hash TEXT NOT NULL,                        -- covers the seal before and the heads named here
    accounts TEXT NOT NULL                     -- JSON [[account, version], …]: what changed since the seal before
);

CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers
BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;

CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;

CREATE TRIGGER book_accounts_no_update BEFORE UPDATE OF id, name, currency ON book_accounts
BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER book_accounts_no_delete BEFORE DELETE ON book_accounts
BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;

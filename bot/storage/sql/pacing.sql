-- What processes that send for one bot share, and pauses that Telegram asked for.

-- name: meet
INSERT INTO pace (bot, chat) VALUES (:bot, :chat) ON CONFLICT DO NOTHING;

-- name: lock_sqlite
SELECT next_at, held_from, held_until FROM pace WHERE bot = :bot AND chat = :chat;

-- name: lock_postgres
SELECT next_at, held_from, held_until FROM pace WHERE bot = :bot AND chat = :chat FOR UPDATE;

-- name: take
UPDATE pace SET next_at = :next_at WHERE bot = :bot AND chat = :chat;

-- name: hold
UPDATE pace SET held_from = :now, held_until = :until WHERE bot = :bot AND chat = :chat AND held_until < :until;

-- name: held
SELECT chat, held_from, held_until FROM pace WHERE bot = :bot AND held_until > :now;

-- name: forget
DELETE FROM pace WHERE chat <> :everyone AND held_until < :now;

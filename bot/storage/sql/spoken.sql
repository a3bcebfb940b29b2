-- Messages that are read aloud.

-- With whether whoever has the account wants it with its message, in the language they read now.
-- name: of_account
SELECT r.language, r.hash, r.size_bytes, r.seconds, p.aloud FROM accounts a JOIN people p ON p.id = a.person
JOIN recordings r ON r.language = p.language AND r.name = :name WHERE a.id = :account;

-- name: add
INSERT INTO recordings (language, name, id, hash, size_bytes, seconds) VALUES (:language, :name, :id, :hash, :size_bytes, :seconds)
ON CONFLICT (language, name) DO UPDATE SET id = excluded.id, hash = excluded.hash, size_bytes = excluded.size_bytes,
    seconds = excluded.seconds;

-- name: number
SELECT id FROM recordings WHERE language = :language AND name = :name;

-- name: remove
DELETE FROM recordings WHERE language = :language AND name = :name;

-- name: all
SELECT language, name, size_bytes, seconds FROM recordings ORDER BY language, name;

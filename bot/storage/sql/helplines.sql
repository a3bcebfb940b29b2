-- name: checks
SELECT key, state, content, checked_on, checked_by FROM helplines ORDER BY key;

-- name: check
INSERT INTO helplines (key, id, state, content, checked_on, checked_by)
VALUES (:key, :id, :state, :content, :now, :by)
ON CONFLICT (key) DO UPDATE SET state = excluded.state, content = excluded.content, checked_on = excluded.checked_on,
    checked_by = excluded.checked_by;

-- name: check_id
SELECT id FROM helplines WHERE key = :key;

-- name: posts
SELECT country, language, message, refused FROM help_posts ORDER BY country, language;

-- name: post
SELECT message FROM help_posts WHERE country = :country AND language = :language;

-- name: set_post
INSERT INTO help_posts (country, language, message) VALUES (:country, :language, :message)
ON CONFLICT (country, language) DO UPDATE SET message = excluded.message, refused = '';

-- name: drop_post
DELETE FROM help_posts WHERE country = :country AND language = :language;

-- name: post_refused
UPDATE help_posts SET refused = :why WHERE country = :country AND language = :language AND refused <> :why;

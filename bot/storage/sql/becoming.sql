-- What became of packs, in their requesters' words.

-- name: add
INSERT INTO became (id, pack, words, link, at) VALUES (:id, :pack, :words, :link, :now);

-- name: going
SELECT id FROM became WHERE pack = :pack AND state IN ('waits', 'telling') LIMIT 1;

-- name: waiting
SELECT b.id, p.name, b.words, b.link, b.at FROM became b JOIN packs p ON p.id = b.pack WHERE b.state = 'waits' ORDER BY b.id;

-- name: waiting_one
SELECT b.id, b.pack, p.name FROM became b JOIN packs p ON p.id = b.pack WHERE b.id = :id AND b.state = 'waits';

-- name: looked
UPDATE became SET state = :state, looked_at = :now WHERE id = :id AND state = 'waits';

-- The oldest that goes out, held by whoever tells some more of it.
-- name: telling_sqlite
SELECT b.id, b.pack, b.words, b.link, b.position, v.form FROM became b JOIN packs p ON p.id = b.pack JOIN versions v ON v.id = p.version
WHERE b.state = 'telling' ORDER BY b.id LIMIT 1;

-- name: telling_postgres
SELECT b.id, b.pack, b.words, b.link, b.position, v.form FROM became b JOIN packs p ON p.id = b.pack JOIN versions v ON v.id = p.version
WHERE b.state = 'telling' ORDER BY b.id LIMIT 1 FOR UPDATE OF b;

-- name: people
SELECT person FROM readers WHERE pack = :pack AND person > :after AND answered > 0 ORDER BY person LIMIT CAST(:most AS BIGINT);

-- name: told
UPDATE became SET state = :state, position = :position, people = people + CAST(:more AS BIGINT) WHERE id = :id;

-- name: of_person
SELECT b.words, b.link, v.form FROM became b JOIN packs p ON p.id = b.pack JOIN versions v ON v.id = p.version
JOIN readers r ON r.pack = b.pack AND r.person = :person AND r.answered > 0
WHERE b.state IN ('telling', 'told') ORDER BY b.id DESC LIMIT :most;

-- How many of a requester's packs told what became of them, and how many are over or at work.
-- name: record
SELECT count(*) AS packs, count(CASE WHEN EXISTS (SELECT 1 FROM became b WHERE b.pack = p.id AND b.state IN ('telling', 'told'))
    THEN 1 END) AS told
FROM packs p WHERE p.requester = :requester AND p.launched_at IS NOT NULL;

-- name: has_any
SELECT 1 FROM became b JOIN readers r ON r.pack = b.pack AND r.person = :person AND r.answered > 0
WHERE b.state IN ('telling', 'told') LIMIT 1;

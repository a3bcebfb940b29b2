-- What may be a sign that something is wrong with an account; it proves nothing.

-- Places where more people are paid than a household has, or where nobody said that it is shared; by who came first.
-- name: places
SELECT min(person) AS person, count(DISTINCT person) AS people FROM destinations
WHERE confirmed_at IS NOT NULL AND (ended_at IS NULL OR ended_at > :now)
GROUP BY fingerprint HAVING count(DISTINCT person) > :most OR (count(DISTINCT person) > 1 AND max(shared) = 0);

-- Two people who wrote the same in one pack, of the questions that both answered.
-- name: same_words
SELECT s.pack, s.person, o.person AS other, count(*) AS together, sum(CASE WHEN a.value = b.value THEN 1 ELSE 0 END) AS same
FROM packs p JOIN assignments s ON s.pack = p.id AND s.state = 'answered' AND s.id >= :since
JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL
JOIN assignments o ON o.task = s.task AND o.person > s.person AND o.state = 'answered'
JOIN answers b ON b.assignment = o.id AND b.undone_at IS NULL
WHERE p.kind IN ('text', 'reply') AND length(a.value) >= :characters
GROUP BY s.pack, s.person, o.person;

-- Who was led to other work in so many packs, for they met its known answers no better than by guessing.
-- name: by_chance
SELECT person, count(*) AS packs FROM readers WHERE elsewhere = 1 GROUP BY person HAVING count(*) >= :least;

-- name: add
INSERT INTO signals (id, kind, person, other, pack, count, out_of, at)
SELECT :id, :kind, id, CAST(:other AS BIGINT), :pack, :count, :of, :now FROM people WHERE id = :person AND consent <> 'forgotten'
ON CONFLICT (kind, person) DO NOTHING;

-- name: signal
SELECT id, kind, person, other, pack, count, out_of, at FROM signals WHERE id = :id;

-- name: kept
SELECT kind, pack, count, out_of, at FROM signals WHERE person = :person ORDER BY id;

-- How a pack stands: what its requester's status and a pilot's report count.

-- name: counts
SELECT count(CASE WHEN s.state = 'answered' AND t.role = 'task' THEN 1 END) AS answers,
    count(DISTINCT CASE WHEN s.state = 'answered' THEN s.person END) AS people,
    count(CASE WHEN s.state = 'skipped' THEN 1 END) AS skipped,
    count(CASE WHEN s.state = 'reported' THEN 1 END) AS reported
FROM assignments s JOIN tasks t ON t.id = s.task WHERE s.pack = :pack;

-- name: answers
SELECT s.task, a.value FROM assignments s JOIN answers a ON a.assignment = s.id AND a.undone_at IS NULL
JOIN tasks t ON t.id = s.task
WHERE s.pack = :pack AND s.state = 'answered' AND t.role = 'task' ORDER BY s.id DESC LIMIT CAST(:most AS BIGINT);

-- name: pace
SELECT count(*) FROM (SELECT 1 FROM answers WHERE id > :since LIMIT CAST(:most AS BIGINT)) recent;

-- name: since
SELECT count(*) FROM assignments s JOIN tasks t ON t.id = s.task
WHERE s.pack = :pack AND s.state = 'answered' AND t.role = 'task' AND s.ended_at > :since;

-- name: by_day
SELECT s.ended_at / CAST(:day AS BIGINT) AS day, count(*) AS answers FROM assignments s JOIN tasks t ON t.id = s.task
WHERE s.pack = :pack AND s.state = 'answered' AND t.role = 'task' AND s.ended_at >= :since
GROUP BY s.ended_at / CAST(:day AS BIGINT);

-- Webhooks: where requesters' programs are told, of what, and how that went.

-- A new address begins anew: what the old one was not told of, the new one is.
-- name: set
INSERT INTO hooks (requester, url, secret, sealed, since, next_at) VALUES (:requester, :url, :secret, :sealed, :now, :now)
ON CONFLICT (requester) DO UPDATE SET url = excluded.url, secret = excluded.secret, sealed = excluded.sealed, state = 'on', next_at = excluded.next_at,
    lease_until = 0, failing_since = NULL, tries = 0, status = 0, said = '', tried_at = NULL;

-- name: turn
UPDATE hooks SET state = :state, next_at = :now, failing_since = NULL, tries = 0 WHERE requester = :requester;

-- name: hook
SELECT requester, url, state, tries, status, said, tried_at FROM hooks WHERE requester = :requester;

-- name: lock_sqlite
SELECT requester, url, secret, sealed, state, next_at, lease_until, failing_since, tries FROM hooks WHERE requester = :requester;

-- name: lock_postgres
SELECT requester, url, secret, sealed, state, next_at, lease_until, failing_since, tries FROM hooks WHERE requester = :requester FOR UPDATE;

-- name: secrets
SELECT requester, secret, sealed FROM hooks;

-- name: reseal
UPDATE hooks SET secret = :secret, sealed = 1 WHERE requester = :requester;

-- name: due
SELECT requester FROM hooks WHERE state = 'on' AND next_at <= :now AND lease_until <= :now ORDER BY next_at LIMIT :most;

-- name: rest
UPDATE hooks SET next_at = :next_at WHERE requester = :requester;

-- name: lease
UPDATE hooks SET lease_until = :lease_until WHERE requester = :requester;

-- name: was_taken
UPDATE hooks SET lease_until = 0, next_at = :now, failing_since = NULL, tries = 0, status = :status, said = :said, tried_at = :now
WHERE requester = :requester AND url = :url;

-- name: has_failed
UPDATE hooks SET lease_until = 0, state = :state, next_at = :next_at, failing_since = :since, tries = tries + 1,
    status = :status, said = :said, tried_at = :now
WHERE requester = :requester;

-- name: add_event
INSERT INTO hook_events (id, requester, body) VALUES (:id, :requester, :body);

-- name: event
SELECT id, body FROM hook_events WHERE requester = :requester ORDER BY id LIMIT 1;

-- name: events
SELECT id, body FROM hook_events WHERE requester = :requester ORDER BY id;

-- name: set_body
UPDATE hook_events SET body = :body WHERE id = :id;

-- A task's answers in events that were not taken yet: the first of them; that they are in none; from where one looks then.
-- name: first_told
SELECT min(h.assignment) FROM hooked h JOIN hook_events e ON e.id = h.event JOIN assignments s ON s.id = h.assignment WHERE s.task = :task;

-- name: untell
DELETE FROM hooked WHERE assignment IN (SELECT id FROM assignments WHERE task = :task)
    AND event IN (SELECT id FROM hook_events);

-- name: reach_back
UPDATE hook_packs SET position = CASE WHEN position > :position THEN CAST(:position AS BIGINT) ELSE position END
WHERE requester = :requester AND pack = (SELECT pack FROM tasks WHERE id = :task);

-- name: drop_event
DELETE FROM hook_events WHERE id = :id;

-- Packs that ran when the webhook was set, or came later; those whose end was told only while something may still come.
-- name: packs
SELECT p.id, p.name, p.state, coalesce(k.position, 0) AS position, coalesce(k.closed, 0) AS closed
FROM packs p JOIN hooks h ON h.requester = p.requester LEFT JOIN hook_packs k ON k.requester = p.requester AND k.pack = p.id
WHERE p.requester = :requester AND p.launched_at IS NOT NULL AND (p.closed_at IS NULL OR p.closed_at >= h.since)
  AND (coalesce(k.closed, 0) = 0 OR p.closed_at >= :closed_since)
ORDER BY p.id;

-- The first paid answer that was not told, final or not: a pack's end waits for it. For one that is owed nothing waits, nor for
-- one whose task is sealed.
-- name: first_answer
SELECT min(s.id) FROM assignments s JOIN tasks t ON t.id = s.task
WHERE s.pack = :pack AND s.state = 'answered' AND t.stopped_why <> 'illegal' AND s.paid > 0 AND s.id > :position
  AND NOT EXISTS (SELECT 1 FROM hooked h WHERE h.assignment = s.id);

-- The first one that may still be told one day: from there on one has to look. A claim that nobody decided may be given up.
-- name: oldest_left
SELECT min(s.id) FROM assignments s WHERE s.pack = :pack AND s.state IN ('open', 'lapsed', 'answered', 'claimed') AND s.id > :position
  AND s.paid_from <> 'forgone' AND NOT EXISTS (SELECT 1 FROM hooked h WHERE h.assignment = s.id)
  AND (s.state <> 'claimed' OR EXISTS (SELECT 1 FROM claims c WHERE c.assignment = s.id AND c.decided_at IS NULL));

-- name: know
INSERT INTO hook_packs (requester, pack) VALUES (:requester, :pack) ON CONFLICT DO NOTHING;

-- name: reach
UPDATE hook_packs SET position = :position WHERE requester = :requester AND pack = :pack;

-- name: close
UPDATE hook_packs SET closed = 1 WHERE requester = :requester AND pack = :pack AND closed = 0;

-- name: note
INSERT INTO hooked (assignment, event) VALUES (:assignment, :event);

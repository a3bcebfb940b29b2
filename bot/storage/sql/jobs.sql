-- name: add
INSERT INTO jobs (id, kind, lane, subject, input, state, undo, account, next_at, created_at)
VALUES (:id, :kind, :lane, :subject, :input, 'waiting', :undo, :account, :now, :now);

-- One that nobody has taken yet is about what came now instead; it keeps its turn.
-- name: replace
UPDATE jobs SET input = :input WHERE kind = :kind AND subject = :subject AND subject <> 0 AND state = 'waiting' AND attempts = 0;

-- One that was tried and waits for another try is not needed any more. One that is in hand goes on.
-- name: supersede
UPDATE jobs SET state = 'done', result = 'a newer one came', input = '{}'
WHERE kind = :kind AND subject = :subject AND subject <> 0 AND state = 'waiting' AND attempts > 0 AND lease_until <= :now;

-- name: job
SELECT id, kind, input, step, state, phase, phase_at, done, total, result, attempts, next_at, created_at
FROM jobs WHERE id = :job;

-- name: unfinished
SELECT id, kind, input, state, phase, phase_at, done, total, result FROM jobs
WHERE state IN ('waiting', 'undoing') ORDER BY id LIMIT 100;

-- name: next_sqlite
SELECT id, kind, input, step, state, result, attempts FROM jobs
WHERE state IN ('waiting', 'undoing') AND next_at <= :now AND lease_until <= :now
  AND lane = :lane ORDER BY next_at LIMIT 1;

-- name: next_postgres
SELECT id, kind, input, step, state, result, attempts FROM jobs
WHERE state IN ('waiting', 'undoing') AND next_at <= :now AND lease_until <= :now
  AND lane = :lane ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: is_due
SELECT 1 FROM jobs WHERE state IN ('waiting', 'undoing') AND next_at <= :now AND lease_until <= :now
  AND lane = :lane LIMIT 1;

-- name: lease
UPDATE jobs SET lease_until = :lease_until, attempts = attempts + 1 WHERE id = :job;

-- name: release
UPDATE jobs SET lease_until = 0 WHERE kind = :kind AND state = 'waiting';

-- name: step_done
UPDATE jobs SET step = :step, attempts = 0, lease_until = 0, next_at = :now
WHERE id = :job AND state IN ('waiting', 'undoing');

-- name: remember
UPDATE jobs SET input = :input WHERE id = :job;

-- name: entered
UPDATE jobs SET phase = :phase, phase_at = :now, done = :done, total = :total WHERE id = :job AND phase <> :phase;

-- name: advanced
UPDATE jobs SET done = :done, total = :total, lease_until = :lease_until WHERE id = :job AND state = 'waiting';

-- name: reached
UPDATE jobs SET step = :step, attempts = 1 WHERE id = :job;

-- What somebody sent is theirs: nothing of it stays in a job that is done.
-- name: finish
UPDATE jobs SET state = :state, result = :result, lease_until = 0,
    input = CASE WHEN kind = 'measure' THEN '{}' ELSE input END
WHERE id = :job AND (state = 'waiting' OR state = 'undoing' AND :state = 'failed');

-- Over at once, or first undone, one step after the other.
-- name: fail
UPDATE jobs SET state = CASE WHEN undo = 1 AND state = 'waiting' THEN 'undoing' ELSE 'failed' END,
    result = CASE WHEN state = 'undoing' THEN result ELSE :result END,
    refused = CASE WHEN state = 'undoing' THEN refused ELSE :refused END,
    input = CASE WHEN kind = 'measure' THEN '{}' ELSE input END,
    step = 0, attempts = 0, lease_until = 0, next_at = :now
WHERE id = :job AND state IN ('waiting', 'undoing');

-- name: again
UPDATE jobs SET next_at = :next_at, lease_until = 0, result = CASE WHEN state = 'undoing' THEN result ELSE :result END
WHERE id = :job;

-- What is decided has no way back: it rests, and then it is tried as often again.
-- name: rest
UPDATE jobs SET next_at = :next_at, lease_until = 0, attempts = 0, result = :result WHERE id = :job AND state = 'waiting';

-- name: hurry
UPDATE jobs SET next_at = :now WHERE id = :job AND state = 'waiting' AND lease_until <= :now AND next_at > :now;

-- name: set_deadline
INSERT INTO deadlines (kind, subject, at) VALUES (:kind, :subject, :at)
ON CONFLICT (kind, subject) DO UPDATE SET at = excluded.at;

-- name: deadlines
SELECT kind, subject, at FROM deadlines WHERE at <= :now ORDER BY at LIMIT 100;

-- name: met
DELETE FROM deadlines WHERE kind = :kind AND subject = :subject AND at <= :now;

-- name: clear_deadline
DELETE FROM deadlines WHERE kind = :kind AND subject = :subject;

-- Jobs of which there may be something to tell, those that are over first; not what rests until a yes that was asked for.
-- name: to_tell
SELECT id, input, state, phase, done, total, told_at, told FROM jobs
WHERE account IS NOT NULL AND (told <> 'waits' OR state <> 'waiting' OR next_at <= :now)
ORDER BY CASE WHEN state IN ('done', 'failed') THEN 0 ELSE 1 END, id LIMIT 100;

-- One of them: what somebody sent, results they asked for, a copy.
-- name: told_of_sqlite
SELECT id, kind, input, state, phase, done, total, result, refused, account, told_at, told FROM jobs
WHERE id = :job AND account IS NOT NULL;

-- name: told_of_postgres
SELECT id, kind, input, state, phase, done, total, result, refused, account, told_at, told FROM jobs
WHERE id = :job AND account IS NOT NULL FOR UPDATE;

-- name: of_account
SELECT id, input FROM jobs WHERE account = :account ORDER BY id;

-- name: told
UPDATE jobs SET told = :told, told_at = :now WHERE id = :job;

-- name: told_of_end
UPDATE jobs SET account = NULL WHERE id = :job;

-- name: account
SELECT account FROM jobs WHERE id = :job;

-- Files that were sent and are still wanted.
-- name: of_files
SELECT id, input FROM jobs WHERE kind IN ('sent', 'import') AND state IN ('waiting', 'undoing');

-- name: deadline_at
SELECT at FROM deadlines WHERE kind = :kind AND subject = :subject;

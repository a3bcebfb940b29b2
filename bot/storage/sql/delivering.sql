-- What follows is looked for each second: the + keeps the search from beginning at all the accounts of a bot.
-- name: notices
SELECT d.account, d.slot, d.seq, d.outcome, d.tries, d.message, a.telegram, p.language FROM dues d
JOIN accounts a ON a.id = d.account JOIN people p ON p.id = a.person
WHERE d.shown < d.seq AND d.tries < 2 AND d.tries = 0 AND d.waits = 0 AND d.slot LIKE 'notice%' AND a.blocked_at IS NULL AND +a.bot = :bot
ORDER BY d.seq LIMIT :most;

-- Whatever nobody has in hand: notices, and what a program that is gone left, tried once or not. A lease that ends too late is a
-- clock's fault.
-- name: unheld
SELECT d.account, d.slot, d.seq, d.outcome, d.tries, d.message, a.telegram, p.language FROM dues d
JOIN accounts a ON a.id = d.account JOIN people p ON p.id = a.person
WHERE d.shown < d.seq AND d.tries < 2 AND d.waits = 0 AND (d.tries = 0 OR d.lease_until > 0)
  AND (d.lease_until <= :now OR d.lease_until > :wrong)
  AND a.blocked_at IS NULL AND +a.bot = :bot
ORDER BY d.seq LIMIT :most;

-- name: claim
UPDATE dues SET lease_until = :until WHERE account = :account AND slot = :slot AND seq = :seq AND shown < seq
  AND (lease_until <= :now OR lease_until > :wrong);

-- name: hold
UPDATE dues SET lease_until = :until WHERE account = :account AND slot = :slot AND seq = :seq AND shown < seq;

-- name: notice_shown
UPDATE dues SET message = :message WHERE account = :account AND slot = :slot;

-- name: notice_over
DELETE FROM dues WHERE account = :account AND slot = :slot AND seq = :seq;

-- name: waiting
SELECT d.account, d.slot, d.seq, d.outcome, d.tries, d.message, a.telegram, p.language FROM dues d
JOIN accounts a ON a.id = d.account JOIN people p ON p.id = a.person
WHERE d.shown < d.seq AND d.seq > :after AND d.waits = 0 AND a.blocked_at IS NULL AND +a.bot = :bot
    AND d.tries < CASE WHEN d.message IS NULL THEN :unknown ELSE :edited END
ORDER BY d.seq LIMIT :most;

-- name: waiting_for
SELECT d.account, d.slot, d.seq, d.outcome, d.tries, d.message, a.telegram, p.language FROM dues d
JOIN accounts a ON a.id = d.account JOIN people p ON p.id = a.person
WHERE d.account = :account AND d.shown < d.seq AND d.waits = 0 ORDER BY d.seq;

-- name: shown
UPDATE dues SET shown = :seq WHERE account = :account AND slot = :slot AND shown < :seq;

-- name: empty_card
UPDATE dues SET outcome = '', item = 0 WHERE account = :account AND slot = 'card' AND seq = :seq;

-- name: tried
UPDATE dues SET tries = tries + 1 WHERE account = :account AND slot = :slot AND seq = :seq;

-- name: asked_still
SELECT s.person, t.flags FROM questions q JOIN assignments s ON s.id = q.assignment JOIN tasks t ON t.id = s.task
WHERE q.account = :account AND q.mark = :mark AND q.assignment = :assignment AND q.settled_at IS NULL
  AND s.state IN ('open', 'lapsed') AND t.stopped_at IS NULL;

-- name: question_shown
UPDATE questions SET message = :message, shown_at = :at
WHERE account = :account AND mark = :mark AND message IS NULL;

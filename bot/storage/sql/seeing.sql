-- What is read to see how the house is (docs/seeing.md): each by an index, 1,000 rows of a queue at most.

-- name: packs_running^
SELECT COUNT(*) AS count FROM packs WHERE state = 'running';

-- As what is due is looked for each second: the + keeps the search from beginning at all the accounts of a bot.
-- name: dues^
SELECT COUNT(*) AS count, MIN(found.seq) AS oldest FROM (
    SELECT d.seq FROM dues d JOIN accounts a ON a.id = d.account
    WHERE d.shown < d.seq AND d.tries < 2 AND d.waits = 0 AND a.blocked_at IS NULL AND +a.bot = :bot
    ORDER BY d.seq LIMIT :most
) AS found;

-- name: jobs^
SELECT COUNT(*) AS count, MIN(found.next_at) AS oldest FROM (
    SELECT next_at FROM jobs WHERE state IN ('waiting', 'undoing') AND next_at <= :now AND lease_until <= :now LIMIT :most
) AS found;

-- name: deadline^
SELECT MIN(at) AS oldest FROM deadlines WHERE at <= :now;

-- name: claims^
SELECT COUNT(*) AS count FROM (
    SELECT subject FROM deadlines WHERE kind = 'claim' AND at <= :soon LIMIT :most
) AS found;

-- name: cases^
SELECT COUNT(*) AS count, MIN(found.at) AS oldest FROM (
    SELECT at FROM cases WHERE state IN ('open', 'claimed', 'waiting') ORDER BY id LIMIT :most
) AS found;

-- The first list is the index's, here and below.
-- name: reports^
SELECT COUNT(*) AS count, MIN(found.at) AS oldest FROM (
    SELECT at FROM alarms WHERE state IN ('waits', 'disputed', 'off', 'sealed', 'lifting')
        AND state IN ('waits', 'disputed', 'sealed') LIMIT :most
) AS found;

-- name: payouts^
SELECT COUNT(*) AS count, MIN(found.asked_at) AS oldest, COALESCE(SUM(found.amount), 0) AS amount FROM (
    SELECT asked_at, amount FROM payouts
    WHERE state IN ('requested', 'unknown', 'sent') AND state = :state ORDER BY id LIMIT :most
) AS found;

-- name: outages
SELECT kind, COUNT(*) AS count FROM outages WHERE began_at >= :since GROUP BY kind;

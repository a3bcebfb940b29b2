-- Which shares of packs' money were told of.

-- name: at_work
SELECT id FROM packs WHERE state IN ('running', 'paused') AND pilot_last = 0 ORDER BY id;

-- name: warned
SELECT part, percent FROM warned WHERE pack = :pack;

-- name: note
INSERT INTO warned (pack, part, percent, at) VALUES (:pack, :part, :percent, :now) ON CONFLICT DO NOTHING;

-- name: forget
DELETE FROM warned WHERE pack = :pack AND part = :part AND percent = :percent;

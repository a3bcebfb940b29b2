-- What papers ask beside the book.

-- From when on a person was paid for tasks of packs that are not closed.
-- name: working_since^
SELECT MIN(s.offered_at) AS since FROM assignments s JOIN packs p ON p.id = s.pack
WHERE s.person = :person AND s.paid > 0 AND p.closed_at IS NULL;

-- What the public waits for is many, and must not stand in the way of whoever else is to be told: it has a line of its own.
DROP INDEX outbox_next;
CREATE INDEX outbox_next ON outbox (urgent DESC, next_at, id) WHERE settled_at IS NULL AND listener <> 'public';
CREATE INDEX outbox_public ON outbox (next_at, id) WHERE settled_at IS NULL AND listener = 'public';

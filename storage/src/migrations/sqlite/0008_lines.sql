-- People are looked for by time, each desk in a line of its own: a desk that takes its news slowly stands in nobody's way.
DROP INDEX outbox_next;
CREATE INDEX outbox_next ON outbox (urgent, next_at, id)
    WHERE settled_at IS NULL AND substr(listener, 1, 13) = 'conversation:';
CREATE INDEX outbox_desk ON outbox (jurisdiction, listener, urgent, next_at, id)
    WHERE settled_at IS NULL AND substr(listener, 1, 13) <> 'conversation:' AND listener <> 'public';
-- SQLite plans a statement with `listener = ?` anew for every value, as long as a part of an index asks for one.
DROP INDEX outbox_public;
CREATE INDEX outbox_public ON outbox (next_at, id) WHERE settled_at IS NULL AND substr(listener, 1, 6) = 'public';

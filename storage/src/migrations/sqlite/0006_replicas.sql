-- What several processes on one database must agree on, and news that is outdated before it was told.

-- What was said lately to a platform, so that all processes together stay within what it allows.
CREATE TABLE allowance (
    jurisdiction TEXT NOT NULL,
    key          TEXT NOT NULL, -- blind index: a window may name a chat
    said         TEXT NOT NULL, -- times, JSON
    ends_at      INTEGER NOT NULL, -- nothing of it counts from then on
    PRIMARY KEY (jurisdiction, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX allowance_ends ON allowance (jurisdiction, ends_at);

-- Posts that one process at a time may have, e.g. who asks a platform for its updates.
CREATE TABLE post (
    jurisdiction TEXT NOT NULL,
    name         TEXT NOT NULL,
    holder       BLOB NOT NULL,
    token        INTEGER NOT NULL, -- rises when another takes it over
    ends_at      INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, name)
) STRICT, WITHOUT ROWID;

-- What a notice tells the standing of. A passing one need not be told once a newer one of the same waits for the same
-- listener in the same stream.
ALTER TABLE outbox ADD COLUMN standing TEXT;
ALTER TABLE outbox ADD COLUMN passing INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_standing ON outbox (jurisdiction, listener, stream, standing, seq, id)
    WHERE settled_at IS NULL AND standing IS NOT NULL;
-- Notices that were given up (delivered: 1 told, 0 given up, 2 outdated before it was told).
CREATE INDEX outbox_dead ON outbox (jurisdiction, settled_at, id) WHERE delivered = 0;

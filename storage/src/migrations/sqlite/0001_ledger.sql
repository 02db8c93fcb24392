-- The ledger.
--
-- The jurisdiction leads every key, so that several banners can share a database or be spread over several; no
-- foreign key crosses it. Times are integer milliseconds since 1970, ids are the 16 bytes of a UUIDv7. `sealed` in a
-- comment: an envelope that opens only with the site's key and only in its own row. `blind index`: a keyed digest.

-- What the database knows of itself: one sealed probe a key, by which a wrong key is noticed before anything is
-- written. It belongs to the file, not to a banner.
CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The last lease token given out, to notices and alarms alike: tokens rise, whatever is deleted meanwhile.
CREATE TABLE lease (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    last INTEGER NOT NULL
) STRICT;
INSERT INTO lease (only, last) VALUES (1, 0);

-- What arrived, by its idempotency key, and what followed from it: a repeated delivery gets the same answer.
CREATE TABLE inbound (
    jurisdiction TEXT NOT NULL,
    channel      TEXT NOT NULL,
    key          TEXT NOT NULL, -- blind index: platforms' keys may hold a chat's id
    at           INTEGER NOT NULL,
    conversation BLOB,
    chat_first   INTEGER,
    chat_last    INTEGER,
    orders       TEXT NOT NULL, -- numbers, JSON
    PRIMARY KEY (jurisdiction, channel, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbound_at ON inbound (jurisdiction, at);

-- One citizen on one channel, and where their dialogue stands.
CREATE TABLE conversation (
    jurisdiction  TEXT NOT NULL,
    id            BLOB NOT NULL,
    citizen       BLOB NOT NULL,
    channel       TEXT NOT NULL,
    address_index TEXT, -- blind index
    address       BLOB, -- sealed
    version       INTEGER NOT NULL,
    state         BLOB NOT NULL, -- sealed
    human_since   INTEGER, -- since when a person has it or should have it
    language      TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, id)
) STRICT;
CREATE UNIQUE INDEX conversation_address ON conversation (jurisdiction, channel, address_index);
CREATE INDEX conversation_human ON conversation (jurisdiction, human_since) WHERE human_since IS NOT NULL;

-- Whatever happened, in numbered streams: `order:<number>` and `chat:<conversation>`. Never changed, never removed,
-- never with a gap. Holds no personal data: texts, contacts and files are papers named by id.
CREATE TABLE event (
    jurisdiction TEXT NOT NULL,
    stream       TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL, -- what happened, or who spoke
    document     TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, stream, seq)
) STRICT;
CREATE INDEX event_rated ON event (jurisdiction, at) WHERE kind = 'rated';
CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.seq <> 1 + coalesce(
    (SELECT max(seq) FROM event WHERE jurisdiction = NEW.jurisdiction AND stream = NEW.stream), 0)
BEGIN
    SELECT RAISE(ABORT, 'event numbers follow each other');
END;
CREATE TRIGGER event_stays_as_it_is BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;
CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are never removed');
END;

-- Orders as they stand: the fold of their events, flat where pages filter and count, whole in the document.
CREATE TABLE work_order (
    jurisdiction TEXT NOT NULL,
    no           TEXT NOT NULL,
    version      INTEGER NOT NULL,
    state        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    source       TEXT NOT NULL,
    lead         TEXT,
    units        TEXT NOT NULL, -- the lead and the helpers, JSON: what order_unit holds row by row
    conversation BLOB,
    accepted_at  INTEGER NOT NULL,
    done_at      INTEGER,
    ended_at     INTEGER,
    runs_out     INTEGER, -- the finishing date, while the unit's clock runs
    place        INTEGER NOT NULL, -- in the queue: open orders by finishing date, then ended ones, latest first
    document     TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, no)
) STRICT;
CREATE INDEX work_order_place ON work_order (jurisdiction, place, no);
CREATE INDEX work_order_state ON work_order (jurisdiction, state, place, no);
CREATE INDEX work_order_conversation ON work_order (jurisdiction, conversation, place, no)
    WHERE conversation IS NOT NULL;
CREATE INDEX work_order_accepted ON work_order (jurisdiction, accepted_at);
CREATE INDEX work_order_done ON work_order (jurisdiction, done_at) WHERE done_at IS NOT NULL;
CREATE INDEX work_order_open ON work_order (jurisdiction) WHERE ended_at IS NULL;
CREATE INDEX work_order_runs_out ON work_order (jurisdiction, runs_out) WHERE runs_out IS NOT NULL;

-- Which units have an order now, as 主办 or 协办.
CREATE TABLE order_unit (
    jurisdiction TEXT NOT NULL,
    unit         TEXT NOT NULL,
    no           TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, unit, no)
) STRICT, WITHOUT ROWID;

-- Orders by the phone numbers of their contact.
CREATE TABLE phone_index (
    jurisdiction TEXT NOT NULL,
    phone        TEXT NOT NULL, -- blind index
    no           TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, phone, no)
) STRICT, WITHOUT ROWID;

-- Texts, contacts and files, kept apart from the events so that they can be erased when their time is over.
CREATE TABLE paper (
    jurisdiction TEXT NOT NULL,
    id           BLOB NOT NULL,
    kind         TEXT NOT NULL,
    media_type   TEXT, -- of a file
    order_no     TEXT,
    conversation BLOB,
    at           INTEGER NOT NULL,
    content      BLOB NOT NULL, -- sealed
    PRIMARY KEY (jurisdiction, id)
) STRICT;
CREATE INDEX paper_order ON paper (jurisdiction, order_no) WHERE order_no IS NOT NULL;
CREATE INDEX paper_at ON paper (jurisdiction, at);

-- Who must be told of which event. The courier claims a row, sends it and settles it.
CREATE TABLE outbox (
    jurisdiction TEXT NOT NULL,
    id           BLOB NOT NULL,
    stream       TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    listener     TEXT NOT NULL, -- `unit:<code>` or `conversation:<id>`
    channel      TEXT NOT NULL,
    urgent       INTEGER NOT NULL,
    document     TEXT NOT NULL,
    written_at   INTEGER NOT NULL,
    next_at      INTEGER NOT NULL, -- not to be claimed before: the next try, or the end of a lease
    token        INTEGER NOT NULL DEFAULT 0, -- of the last lease
    attempts     INTEGER NOT NULL DEFAULT 0,
    why          TEXT, -- the last try failed
    settled_at   INTEGER,
    delivered    INTEGER, -- 1, or 0: a person tells instead
    PRIMARY KEY (jurisdiction, id)
) STRICT;
CREATE INDEX outbox_next ON outbox (urgent DESC, next_at, id) WHERE settled_at IS NULL;
CREATE INDEX outbox_order ON outbox (jurisdiction, listener, stream, seq, id) WHERE settled_at IS NULL;
CREATE INDEX outbox_waiting ON outbox (written_at) WHERE settled_at IS NULL;

-- What must happen later. At most one alarm stands under a key; the commit of what follows from it removes it.
CREATE TABLE alarm (
    jurisdiction TEXT NOT NULL,
    key          TEXT NOT NULL,
    id           BLOB NOT NULL,
    due          INTEGER NOT NULL,
    document     TEXT NOT NULL,
    next_at      INTEGER NOT NULL, -- not to be claimed before: when it is due, or the end of a lease
    token        INTEGER NOT NULL DEFAULT 0, -- of the last lease
    PRIMARY KEY (jurisdiction, key)
) STRICT;
CREATE INDEX alarm_next ON alarm (next_at);

-- What a person must do, or has done.
CREATE TABLE task (
    jurisdiction TEXT NOT NULL,
    id           BLOB NOT NULL,
    kind         TEXT NOT NULL,
    order_no     TEXT,
    conversation BLOB,
    unit         TEXT,
    urgent       INTEGER NOT NULL,
    document     TEXT NOT NULL,
    opened_at    INTEGER NOT NULL,
    done_at      INTEGER,
    done_by      TEXT,
    PRIMARY KEY (jurisdiction, id)
) STRICT;
CREATE INDEX task_open ON task (jurisdiction, urgent DESC, opened_at, id) WHERE done_at IS NULL;
CREATE INDEX task_conversation ON task (jurisdiction, conversation, kind)
    WHERE done_at IS NULL AND conversation IS NOT NULL;

-- How often an order or a task of a unit has changed (unit '': of any). Pages compare it to know that they are old.
-- Counted in the transaction of the change. With several writers at once (PostgreSQL) the rows of '' would be where
-- they all wait: there, keep one row a unit and writer and add them up when the mark is read.
CREATE TABLE change (
    jurisdiction TEXT NOT NULL,
    unit         TEXT NOT NULL,
    n            INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, unit)
) STRICT, WITHOUT ROWID;

-- Members of staff.
CREATE TABLE account (
    jurisdiction TEXT NOT NULL,
    id           BLOB NOT NULL,
    login        TEXT NOT NULL, -- lower case
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,
    unit         TEXT,
    password     TEXT NOT NULL, -- PHC string
    must_change  INTEGER NOT NULL,
    failures     INTEGER NOT NULL,
    locked_until INTEGER,
    disabled_at  INTEGER,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, id)
) STRICT;
CREATE UNIQUE INDEX account_login ON account (jurisdiction, login);

-- Signed-in browsers, by the hash of their token.
CREATE TABLE session (
    jurisdiction TEXT NOT NULL,
    token_hash   TEXT NOT NULL,
    account      BLOB NOT NULL,
    csrf         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (jurisdiction, account);

-- Tokens of units' own systems, by their hash.
CREATE TABLE api_token (
    jurisdiction TEXT NOT NULL,
    token_hash   TEXT NOT NULL,
    unit         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    revoked_at   INTEGER,
    PRIMARY KEY (jurisdiction, token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX api_token_unit ON api_token (jurisdiction, unit);

-- Where units' own systems are told.
CREATE TABLE endpoint (
    jurisdiction TEXT NOT NULL,
    unit         TEXT NOT NULL,
    url          BLOB NOT NULL, -- sealed: some carry a key of their own
    secret       BLOB NOT NULL, -- sealed
    set_at       INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, unit)
) STRICT;

-- Tries under a key since a window began.
CREATE TABLE throttle (
    jurisdiction TEXT NOT NULL,
    key          TEXT NOT NULL, -- blind index: keys hold internet addresses, logins, order numbers
    tries        INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_ends ON throttle (jurisdiction, ends_at);

-- Versions of the banner's rule book by content hash: a dispatch names the one that decided it.
CREATE TABLE rulebook (
    jurisdiction TEXT NOT NULL,
    hash         TEXT NOT NULL,
    content      BLOB NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, hash)
) STRICT;

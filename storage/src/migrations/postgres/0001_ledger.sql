-- The ledger.
--
-- The jurisdiction leads every key, so that several banners can share a database, be spread over several, or have each
-- table distributed by it; no foreign key crosses it. Times are integer milliseconds since 1970, ids are UUIDv7.
-- `sealed` in a comment: an envelope that opens only with the site's key and only in its own row. `blind index`: a
-- keyed digest. Keys are compared byte by byte (COLLATE "C"): no locale of a server changes an order or an index.

-- What the database knows of itself: one sealed probe a key, by which a wrong key is noticed before anything is
-- written. It belongs to the database, not to a banner.
CREATE TABLE meta (
    key   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

-- Lease tokens, to notices and alarms alike: they rise, whatever is deleted meanwhile. Gaps mean nothing.
CREATE SEQUENCE lease;

-- What arrived, by its idempotency key, and what followed from it: a repeated delivery gets the same answer.
CREATE TABLE inbound (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    channel      TEXT COLLATE "C" NOT NULL,
    key          TEXT COLLATE "C" NOT NULL, -- blind index: platforms' keys may hold a chat's id
    at           BIGINT NOT NULL,
    conversation UUID,
    chat_first   BIGINT,
    chat_last    BIGINT,
    orders       TEXT NOT NULL, -- numbers, JSON
    digest       BYTEA, -- sealed: what the delivery held, where the same key with other content must be noticed
    PRIMARY KEY (jurisdiction, channel, key)
);
CREATE INDEX inbound_at ON inbound (jurisdiction, at);

-- One citizen on one channel, and where their dialogue stands.
CREATE TABLE conversation (
    jurisdiction  TEXT COLLATE "C" NOT NULL,
    id            UUID NOT NULL,
    citizen       UUID NOT NULL,
    channel       TEXT COLLATE "C" NOT NULL,
    address_index TEXT COLLATE "C", -- blind index
    address       BYTEA, -- sealed
    version       BIGINT NOT NULL,
    state         BYTEA NOT NULL, -- sealed
    human_since   BIGINT, -- since when a person has it or should have it
    language      TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    forgotten     BIGINT NOT NULL DEFAULT 0, -- the version of the state from which the draft was erased
    PRIMARY KEY (jurisdiction, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX conversation_address ON conversation (jurisdiction, channel, address_index);
CREATE INDEX conversation_human ON conversation (jurisdiction, human_since, id) WHERE human_since IS NOT NULL;
CREATE INDEX conversation_remembered ON conversation (jurisdiction, updated_at) WHERE forgotten < version;

-- Whatever happened, in numbered streams: `order:<number>` and `chat:<conversation>`. Never changed, never removed,
-- never with a gap. Holds no personal data: texts, contacts and files are papers named by id.
CREATE TABLE event (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    stream       TEXT COLLATE "C" NOT NULL,
    seq          BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL, -- what happened, or who spoke
    document     TEXT NOT NULL,
    CONSTRAINT "event numbers follow each other" PRIMARY KEY (jurisdiction, stream, seq)
);
CREATE INDEX event_rated ON event (jurisdiction, at) WHERE kind = 'rated';

-- Many events may be added by one statement; those of a stream must begin where it ends. Numbers given twice are kept
-- out by the key, also between transactions that run at the same time.
CREATE FUNCTION event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM (
            SELECT jurisdiction, stream, min(seq) AS first, max(seq) AS last, count(*) AS events
            FROM added GROUP BY jurisdiction, stream
        ) AS a
        WHERE a.first < 1 OR a.last - a.first + 1 <> a.events OR (a.first > 1 AND (
            -- Asked for by its key, stream by stream: as a table to be excluded, all events would be read.
            SELECT e.seq FROM event e
            WHERE e.jurisdiction = a.jurisdiction AND e.stream = a.stream AND e.seq = a.first - 1) IS NULL)
    ) THEN
        RAISE EXCEPTION 'event numbers follow each other';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER event_next AFTER INSERT ON event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION event_follows();

CREATE FUNCTION event_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never %', TG_ARGV[0];
END
$$;
CREATE TRIGGER event_stays_as_it_is BEFORE UPDATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_never('changed');
CREATE TRIGGER event_stays BEFORE DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_never('removed');

-- Orders as they stand: the fold of their events, flat where pages filter and count, whole in the document.
CREATE TABLE work_order (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    no           TEXT COLLATE "C" NOT NULL,
    version      BIGINT NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    source       TEXT COLLATE "C" NOT NULL,
    lead         TEXT COLLATE "C",
    units        TEXT NOT NULL, -- the lead and the helpers, JSON: what order_unit holds row by row
    conversation UUID,
    accepted_at  BIGINT NOT NULL,
    done_at      BIGINT,
    ended_at     BIGINT,
    runs_out     BIGINT, -- the finishing date, while the unit's clock runs
    place        BIGINT NOT NULL, -- in the queue: open orders by finishing date, then ended ones, latest first
    document     TEXT NOT NULL,
    category     TEXT COLLATE "C",
    area         TEXT COLLATE "C", -- the narrowest area known
    PRIMARY KEY (jurisdiction, no)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX work_order_place ON work_order (jurisdiction, place, no);
CREATE INDEX work_order_state ON work_order (jurisdiction, state, place, no);
CREATE INDEX work_order_conversation ON work_order (jurisdiction, conversation, place, no)
    WHERE conversation IS NOT NULL;
CREATE INDEX work_order_accepted ON work_order (jurisdiction, accepted_at);
CREATE INDEX work_order_done ON work_order (jurisdiction, done_at) WHERE done_at IS NOT NULL;
CREATE INDEX work_order_open ON work_order (jurisdiction) WHERE ended_at IS NULL;
CREATE INDEX work_order_runs_out ON work_order (jurisdiction, runs_out) WHERE runs_out IS NOT NULL;
CREATE INDEX work_order_alike ON work_order (jurisdiction, category, area, accepted_at) WHERE category IS NOT NULL;

-- Which units have an order now, as 主办 or 协办.
CREATE TABLE order_unit (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    unit         TEXT COLLATE "C" NOT NULL,
    no           TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, unit, no)
);

-- Conversations that hear of an order beside the one it was told in: `bound` ones are its citizen's too, `also` ones
-- follow it because they met with the same.
CREATE TABLE order_listener (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    conversation UUID NOT NULL,
    no           TEXT COLLATE "C" NOT NULL,
    part         TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, conversation, no)
);

-- Orders by the phone numbers of their contact.
CREATE TABLE phone_index (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    phone        TEXT COLLATE "C" NOT NULL, -- blind index
    no           TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (jurisdiction, phone, no)
);
CREATE INDEX phone_index_order ON phone_index (jurisdiction, no);

-- Texts, contacts and files, kept apart from the events so that they can be erased when their time is over.
CREATE TABLE paper (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    id           UUID NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    media_type   TEXT, -- of a file
    order_no     TEXT COLLATE "C",
    conversation UUID,
    at           BIGINT NOT NULL,
    content      BYTEA NOT NULL, -- sealed
    PRIMARY KEY (jurisdiction, id)
);
-- What is sealed cannot be compressed: not tried.
ALTER TABLE paper ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX paper_order ON paper (jurisdiction, order_no) WHERE order_no IS NOT NULL;
CREATE INDEX paper_ordered ON paper (jurisdiction, kind, at) WHERE order_no IS NOT NULL;
CREATE INDEX paper_loose ON paper (jurisdiction, at) WHERE order_no IS NULL;
CREATE INDEX paper_said ON paper (jurisdiction, conversation) WHERE order_no IS NULL AND conversation IS NOT NULL;

-- Who must be told of which event. The courier claims a row, sends it and settles it.
CREATE TABLE outbox (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    id           UUID NOT NULL,
    stream       TEXT COLLATE "C" NOT NULL,
    seq          BIGINT NOT NULL,
    listener     TEXT COLLATE "C" NOT NULL, -- `unit:<code>`, `group:<code>` or `conversation:<id>`
    channel      TEXT COLLATE "C" NOT NULL,
    urgent       BOOLEAN NOT NULL,
    document     TEXT NOT NULL,
    standing     TEXT COLLATE "C", -- what it tells the standing of
    passing      BOOLEAN NOT NULL, -- not told any more once a newer one of the same standing waits behind it
    written_at   BIGINT NOT NULL,
    next_at      BIGINT NOT NULL, -- not to be claimed before: the next try, or the end of a lease
    token        BIGINT NOT NULL DEFAULT 0, -- of the last lease; 0: none is held
    attempts     BIGINT NOT NULL DEFAULT 0,
    why          TEXT, -- the last try failed
    settled_at   BIGINT,
    delivered    SMALLINT, -- 1 told, 0 given up, 2 outdated before it was told
    PRIMARY KEY (jurisdiction, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX outbox_next ON outbox (urgent DESC, next_at, id) WHERE settled_at IS NULL;
CREATE INDEX outbox_order ON outbox (jurisdiction, listener, stream, seq, id) WHERE settled_at IS NULL;
CREATE INDEX outbox_waiting ON outbox (written_at) WHERE settled_at IS NULL;
-- How much a listener is being told just now: asked at every claim.
CREATE INDEX outbox_leased ON outbox (jurisdiction, listener) WHERE settled_at IS NULL AND token <> 0;
CREATE INDEX outbox_standing ON outbox (jurisdiction, listener, stream, standing, seq, id)
    WHERE settled_at IS NULL AND standing IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (jurisdiction, settled_at, id) WHERE delivered = 0;

-- What stands at a platform and is edited there rather than sent anew.
CREATE TABLE posted (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    listener     TEXT COLLATE "C" NOT NULL,
    subject      TEXT COLLATE "C" NOT NULL,
    receipt      TEXT NOT NULL, -- the platform's name for it
    print        TEXT NOT NULL, -- a digest of what it shows
    at           BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, listener, subject)
);

-- What must happen later. At most one alarm stands under a key; the commit of what follows from it removes it.
CREATE TABLE alarm (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    key          TEXT COLLATE "C" NOT NULL,
    id           UUID NOT NULL,
    due          BIGINT NOT NULL,
    document     TEXT NOT NULL,
    next_at      BIGINT NOT NULL, -- not to be claimed before: when it is due, or the end of a lease
    token        BIGINT NOT NULL DEFAULT 0, -- of the last lease; 0: none is held
    PRIMARY KEY (jurisdiction, key)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX alarm_next ON alarm (next_at, jurisdiction, key);

-- What a person must do, or has done.
CREATE TABLE task (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    id           UUID NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    order_no     TEXT COLLATE "C",
    conversation UUID,
    unit         TEXT COLLATE "C",
    urgent       BOOLEAN NOT NULL,
    document     TEXT NOT NULL,
    opened_at    BIGINT NOT NULL,
    done_at      BIGINT,
    done_by      TEXT,
    PRIMARY KEY (jurisdiction, id)
);
CREATE INDEX task_open ON task (jurisdiction, urgent DESC, opened_at, id) WHERE done_at IS NULL;
CREATE INDEX task_conversation ON task (jurisdiction, conversation, kind)
    WHERE done_at IS NULL AND conversation IS NOT NULL;

-- One-time passes that have not been used up.
CREATE TABLE pass (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    code         TEXT COLLATE "C" NOT NULL, -- blind index
    document     TEXT NOT NULL,
    ends_at      BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, code)
);
CREATE INDEX pass_ends ON pass (jurisdiction, ends_at);

-- How often an order or a task of a unit has changed (unit '': of any). Pages compare the sum to know that they are
-- old. Writers count in slots of their own: they would all wait for each other at one row.
CREATE TABLE change (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    unit         TEXT COLLATE "C" NOT NULL,
    slot         INTEGER NOT NULL,
    n            BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, unit, slot)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Members of staff.
CREATE TABLE account (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    id           UUID NOT NULL,
    login        TEXT COLLATE "C" NOT NULL, -- lower case
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,
    unit         TEXT COLLATE "C",
    password     TEXT NOT NULL, -- PHC string
    must_change  BOOLEAN NOT NULL,
    failures     BIGINT NOT NULL,
    locked_until BIGINT,
    disabled_at  BIGINT,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, id)
);
CREATE UNIQUE INDEX account_login ON account (jurisdiction, login);

-- Signed-in browsers, by the hash of their token.
CREATE TABLE session (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    token_hash   TEXT COLLATE "C" NOT NULL,
    account      UUID NOT NULL,
    csrf         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, token_hash)
);
CREATE INDEX session_account ON session (jurisdiction, account);

-- Tokens of units' own systems, by their hash.
CREATE TABLE api_token (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    token_hash   TEXT COLLATE "C" NOT NULL,
    unit         TEXT COLLATE "C" NOT NULL,
    created_at   BIGINT NOT NULL,
    revoked_at   BIGINT,
    PRIMARY KEY (jurisdiction, token_hash)
);
CREATE INDEX api_token_unit ON api_token (jurisdiction, unit);

-- Where units' own systems are told.
CREATE TABLE endpoint (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    unit         TEXT COLLATE "C" NOT NULL,
    url          BYTEA NOT NULL, -- sealed: some carry a key of their own
    secret       BYTEA NOT NULL, -- sealed
    set_at       BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, unit)
);

-- Where members of staff and the groups of units are on a platform.
CREATE TABLE seat (
    jurisdiction  TEXT COLLATE "C" NOT NULL,
    channel       TEXT COLLATE "C" NOT NULL,
    holder        TEXT COLLATE "C" NOT NULL, -- `unit:<code>` or `account:<id>`
    address_index TEXT COLLATE "C" NOT NULL, -- blind index
    address       BYTEA NOT NULL, -- sealed
    set_at        BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, channel, holder)
);
CREATE UNIQUE INDEX seat_address ON seat (jurisdiction, channel, address_index);

-- Tries under a key since a window began.
CREATE TABLE throttle (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    key          TEXT COLLATE "C" NOT NULL, -- blind index: keys hold internet addresses, logins, order numbers
    tries        BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, key)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX throttle_ends ON throttle (jurisdiction, ends_at);

-- What was said lately to a platform, so that all processes together stay within what it allows.
CREATE TABLE allowance (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    key          TEXT COLLATE "C" NOT NULL, -- blind index: a window may name a chat
    said         TEXT NOT NULL, -- times, JSON
    ends_at      BIGINT NOT NULL, -- nothing of it counts from then on
    PRIMARY KEY (jurisdiction, key)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX allowance_ends ON allowance (jurisdiction, ends_at);

-- Posts that one process at a time may have, e.g. who asks a platform for its updates.
CREATE TABLE post (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL,
    holder       UUID NOT NULL,
    token        BIGINT NOT NULL, -- rises when another takes it over
    ends_at      BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, name)
) WITH (fillfactor = 50);

-- Versions of the banner's rule book by content hash: a dispatch names the one that decided it.
CREATE TABLE rulebook (
    jurisdiction TEXT COLLATE "C" NOT NULL,
    hash         TEXT COLLATE "C" NOT NULL,
    content      BYTEA NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (jurisdiction, hash)
);

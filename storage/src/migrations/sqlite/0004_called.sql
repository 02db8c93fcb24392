-- Citizens and units who are called on a platform, and orders that more than one conversation hears of.

-- Conversations that hear of an order beside the one it was told in: `bound` ones are its citizen's too, `also` ones
-- follow it because they met with the same.
CREATE TABLE order_listener (
    jurisdiction TEXT NOT NULL,
    conversation BLOB NOT NULL,
    no           TEXT NOT NULL,
    part         TEXT NOT NULL,
    PRIMARY KEY (jurisdiction, conversation, no)
) STRICT, WITHOUT ROWID;

-- Where the same matter is looked for before it is told twice.
ALTER TABLE work_order ADD COLUMN category TEXT;
ALTER TABLE work_order ADD COLUMN area TEXT; -- the narrowest area known
UPDATE work_order SET
    category = json_extract(document, '$.form.category'),
    area = coalesce(json_extract(document, '$.form.place.grid'), json_extract(document, '$.form.place.area'));
CREATE INDEX work_order_alike ON work_order (jurisdiction, category, area, accepted_at) WHERE category IS NOT NULL;

-- What stands at a platform and is edited there rather than sent anew.
CREATE TABLE posted (
    jurisdiction TEXT NOT NULL,
    listener     TEXT NOT NULL,
    subject      TEXT NOT NULL,
    receipt      TEXT NOT NULL, -- the platform's name for it
    print        TEXT NOT NULL, -- a digest of what it shows
    at           INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, listener, subject)
) STRICT, WITHOUT ROWID;

-- One-time passes that have not been used up.
CREATE TABLE pass (
    jurisdiction TEXT NOT NULL,
    code         TEXT NOT NULL, -- blind index
    document     TEXT NOT NULL,
    ends_at      INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX pass_ends ON pass (jurisdiction, ends_at);

-- Where members of staff and the groups of units are on a platform.
CREATE TABLE seat (
    jurisdiction  TEXT NOT NULL,
    channel       TEXT NOT NULL,
    holder        TEXT NOT NULL, -- `unit:<code>` or `account:<id>`
    address_index TEXT NOT NULL, -- blind index
    address       BLOB NOT NULL, -- sealed
    set_at        INTEGER NOT NULL,
    PRIMARY KEY (jurisdiction, channel, holder)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX seat_address ON seat (jurisdiction, channel, address_index);

-- What was said in a conversation, for the citizen who wants to be forgotten.
CREATE INDEX paper_said ON paper (jurisdiction, conversation) WHERE order_no IS NULL;

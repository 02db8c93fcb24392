-- What the program would learn from what people corrected: one word of one leaf's list with another weight. Nothing of
-- it counts before a person has said so.
CREATE TABLE word_change (
    jurisdiction  TEXT COLLATE "C" NOT NULL,
    id            UUID NOT NULL,
    category      TEXT COLLATE "C" NOT NULL,
    word          TEXT COLLATE "C" NOT NULL,
    weight_before BIGINT, -- thousandths; none: the word does not stand there yet
    weight_after  BIGINT NOT NULL, -- thousandths
    rehearsed     TEXT NOT NULL, -- numbers of the orders it would change, JSON
    proposed_at   BIGINT NOT NULL,
    approved      BOOLEAN, -- none: nobody has decided yet
    decided_at    BIGINT,
    decided_by    UUID, -- account
    why           BYTEA, -- sealed
    PRIMARY KEY (jurisdiction, id)
);
CREATE UNIQUE INDEX word_change_open ON word_change (jurisdiction, category, word) WHERE approved IS NULL;

-- What the program would learn from what people corrected: one word of one leaf's list with another weight. Nothing of
-- it counts before a person has said so.
CREATE TABLE word_change (
    jurisdiction  TEXT NOT NULL,
    id            BLOB NOT NULL,
    category      TEXT NOT NULL,
    word          TEXT NOT NULL,
    weight_before INTEGER, -- thousandths; none: the word does not stand there yet
    weight_after  INTEGER NOT NULL, -- thousandths
    rehearsed     TEXT NOT NULL, -- numbers of the orders it would change, JSON
    proposed_at   INTEGER NOT NULL,
    approved      INTEGER, -- none: nobody has decided yet
    decided_at    INTEGER,
    decided_by    BLOB, -- account
    why           BLOB, -- sealed
    PRIMARY KEY (jurisdiction, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX word_change_open ON word_change (jurisdiction, category, word) WHERE approved IS NULL;

-- What is erased when its time is over, and how it is found without reading what stays.

-- A paper that an event of an order names belongs to that order, also where it came from a conversation before there
-- was an order. Commits tie it from now on; here are those of before.
UPDATE paper SET order_no = named.no
FROM (
    SELECT e.jurisdiction, substr(e.stream, 7) AS no, unhex(replace(part.value, '-', '')) AS id
    FROM event e, json_tree(e.document, '$.fact') part
    WHERE e.stream LIKE 'order:%' AND part.type = 'text' AND length(part.value) = 36
) AS named
WHERE paper.order_no IS NULL AND paper.jurisdiction = named.jurisdiction AND paper.id = named.id;

-- Papers of orders by what they hold, papers of conversations by their age.
DROP INDEX paper_at;
CREATE INDEX paper_ordered ON paper (jurisdiction, kind, at) WHERE order_no IS NOT NULL;
CREATE INDEX paper_loose ON paper (jurisdiction, at) WHERE order_no IS NULL;

-- The phones of an order go with its contact.
CREATE INDEX phone_index_order ON phone_index (jurisdiction, no);

-- The version of the state from which the draft was erased; what is said later makes a higher one.
ALTER TABLE conversation ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversation_remembered ON conversation (jurisdiction, updated_at) WHERE forgotten < version;

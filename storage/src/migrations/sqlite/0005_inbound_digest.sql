-- What a delivery held: the same key with another content is noticed. Deliveries that tell nothing of it have none.
ALTER TABLE inbound ADD COLUMN digest BLOB; -- sealed

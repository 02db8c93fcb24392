-- How much a listener is being told just now: asked at every claim.
CREATE INDEX outbox_leased ON outbox (jurisdiction, listener) WHERE settled_at IS NULL AND token <> 0;

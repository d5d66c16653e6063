-- Version 3: events, and what stands in front of cameras.
CREATE TABLE event (
  id BIGINT PRIMARY KEY, -- in the order of their beginnings: see RowId
  uid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  rule TEXT NOT NULL,
  camera_id BIGINT NOT NULL,
  label_id BIGINT NOT NULL,
  zone TEXT,
  started BIGINT NOT NULL,
  last BIGINT NOT NULL,
  ended BIGINT, -- null: it goes on
  number BIGINT NOT NULL,
  quiet BIGINT NOT NULL, -- 0 or 1
  best_uid TEXT NOT NULL,
  best_sha256 BYTEA NOT NULL,
  best_at BIGINT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  x DOUBLE PRECISION NOT NULL,
  y DOUBLE PRECISION NOT NULL,
  w DOUBLE PRECISION NOT NULL,
  h DOUBLE PRECISION NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  stored BIGINT NOT NULL, -- its last change
  seen_at BIGINT, -- null: nobody has marked it
  seen_by TEXT
);
CREATE INDEX event_camera ON event (camera_id, id);
CREATE INDEX event_stored ON event (camera_id, stored);
CREATE INDEX event_unseen ON event (id) WHERE seen_at IS NULL;
CREATE TABLE presence (camera TEXT PRIMARY KEY, state BYTEA NOT NULL);

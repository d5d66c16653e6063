-- Version 3: events, and what stands in front of cameras.
CREATE TABLE event (
  id INTEGER PRIMARY KEY, -- in the order of their beginnings: see RowId
  uid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  rule TEXT NOT NULL,
  camera_id INTEGER NOT NULL,
  label_id INTEGER NOT NULL,
  zone TEXT,
  started INTEGER NOT NULL,
  last INTEGER NOT NULL,
  ended INTEGER, -- null: it goes on
  number INTEGER NOT NULL,
  quiet INTEGER NOT NULL, -- 0 or 1
  best_uid TEXT NOT NULL,
  best_sha256 BLOB NOT NULL,
  best_at INTEGER NOT NULL,
  score REAL NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  w REAL NOT NULL,
  h REAL NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  stored INTEGER NOT NULL, -- its last change
  seen_at INTEGER, -- null: nobody has marked it
  seen_by TEXT
);
CREATE INDEX event_camera ON event (camera_id, id);
CREATE INDEX event_stored ON event (camera_id, stored);
CREATE INDEX event_unseen ON event (id) WHERE seen_at IS NULL;
CREATE TABLE presence (camera TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID;

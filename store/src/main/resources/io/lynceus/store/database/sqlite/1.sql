-- Version 1: results, pictures, and what finds them.
CREATE TABLE camera (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE label (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
-- What can be searched for, such as a label in a zone of a camera: see SearchKeys.
CREATE TABLE term (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE image (
  id INTEGER PRIMARY KEY, -- in the order of the stills' times: see RowId
  uid TEXT NOT NULL,
  at INTEGER NOT NULL, -- milliseconds since 1970, as all times here
  time_from TEXT NOT NULL,
  camera_id INTEGER NOT NULL, -- 0: none
  name TEXT,
  sha256 BLOB NOT NULL,
  format TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  status TEXT NOT NULL,
  stored INTEGER NOT NULL,
  terms BLOB NOT NULL, -- ids of its rows in hit, eight bytes each
  reply BLOB NOT NULL -- deflated JSON
);
CREATE INDEX image_uid ON image (uid);
CREATE INDEX image_camera ON image (camera_id);
CREATE INDEX image_stored ON image (camera_id, stored);
CREATE INDEX image_sha256 ON image (sha256);
CREATE TABLE hit (
  term_id INTEGER NOT NULL,
  image_id INTEGER NOT NULL,
  score REAL NOT NULL, -- of the best finding
  PRIMARY KEY (term_id, image_id)
) WITHOUT ROWID;
CREATE TABLE finding (
  image_id INTEGER NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  label_id INTEGER NOT NULL,
  score REAL NOT NULL,
  x REAL,
  y REAL,
  w REAL,
  h REAL,
  zones TEXT, -- with a line break between them
  person TEXT,
  dropped TEXT,
  PRIMARY KEY (image_id, n)
) WITHOUT ROWID;
CREATE TABLE outcome (
  image_id INTEGER NOT NULL,
  analysis TEXT NOT NULL,
  status TEXT NOT NULL,
  slave TEXT,
  ms REAL,
  PRIMARY KEY (image_id, analysis)
) WITHOUT ROWID;
CREATE TABLE picture (
  sha256 BLOB PRIMARY KEY,
  format TEXT NOT NULL,
  bytes INTEGER, -- null: the original is not kept
  thumbnail INTEGER, -- its bytes; null: there is none
  camera_id INTEGER NOT NULL,
  stored INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX picture_stored ON picture (stored);
CREATE INDEX picture_camera ON picture (camera_id, stored);
CREATE TABLE tally (
  hour INTEGER NOT NULL, -- since 1970
  camera_id INTEGER NOT NULL,
  label_id INTEGER NOT NULL, -- 0: all images
  images INTEGER NOT NULL,
  findings INTEGER NOT NULL,
  PRIMARY KEY (hour, camera_id, label_id)
) WITHOUT ROWID;
CREATE TABLE covered (
  hour INTEGER NOT NULL,
  camera_id INTEGER NOT NULL,
  analysis TEXT NOT NULL, -- empty: any of them
  minutes INTEGER NOT NULL, -- a bit for each minute in which it was ok
  PRIMARY KEY (hour, camera_id, analysis)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE image_text USING fts5(
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

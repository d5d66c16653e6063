-- Version 2: who did what. Nothing here is ever changed.
CREATE TABLE audit (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  prev BYTEA NOT NULL,
  hash BYTEA NOT NULL
);
CREATE RULE audit_stays AS ON UPDATE TO audit DO INSTEAD NOTHING;
CREATE RULE audit_grows AS ON DELETE TO audit DO INSTEAD NOTHING;

-- Version 5: changes of events that somebody has still to be told of, and those that were given up.
CREATE TABLE outbox (
  seq BIGINT PRIMARY KEY, -- the order in which they happened
  uid TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  camera TEXT NOT NULL,
  event TEXT NOT NULL REFERENCES event (uid) ON DELETE CASCADE,
  body TEXT NOT NULL, -- the change as JSON
  created BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  due BIGINT NOT NULL,
  dead BIGINT, -- when it was given up; null: it was not
  why TEXT
);
CREATE INDEX outbox_pending ON outbox (channel, seq) WHERE dead IS NULL;
CREATE INDEX outbox_dead ON outbox (channel, seq) WHERE dead IS NOT NULL;
CREATE INDEX outbox_event ON outbox (event);

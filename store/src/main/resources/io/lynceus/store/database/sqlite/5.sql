-- Version 5: changes of events that somebody has still to be told of, and those that were given up.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY, -- the order in which they happened
  uid TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  camera TEXT NOT NULL,
  event TEXT NOT NULL, -- the uid of the event: it takes these rows along
  body TEXT NOT NULL, -- the change as JSON
  created INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  due INTEGER NOT NULL,
  dead INTEGER, -- when it was given up; null: it was not
  why TEXT
);
CREATE INDEX outbox_pending ON outbox (channel, seq) WHERE dead IS NULL;
CREATE INDEX outbox_dead ON outbox (channel, seq) WHERE dead IS NOT NULL;
CREATE INDEX outbox_event ON outbox (event);
CREATE TRIGGER outbox_goes AFTER DELETE ON event BEGIN DELETE FROM outbox WHERE event = OLD.uid; END;

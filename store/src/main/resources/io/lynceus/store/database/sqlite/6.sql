-- Version 6: who went over which line, in each quarter of an hour.
CREATE TABLE ledger (
  camera_id INTEGER NOT NULL,
  line TEXT NOT NULL,
  quarter INTEGER NOT NULL, -- its beginning, milliseconds since 1970
  went_in INTEGER NOT NULL,
  went_out INTEGER NOT NULL,
  doubtful INTEGER NOT NULL,
  covered INTEGER NOT NULL, -- milliseconds
  steps INTEGER NOT NULL,
  PRIMARY KEY (camera_id, line, quarter)
) WITHOUT ROWID;

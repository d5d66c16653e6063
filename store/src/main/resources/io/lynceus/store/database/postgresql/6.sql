-- Version 6: who went over which line, in each quarter of an hour.
CREATE TABLE ledger (
  camera_id BIGINT NOT NULL,
  line TEXT NOT NULL,
  quarter BIGINT NOT NULL, -- its beginning, milliseconds since 1970
  went_in BIGINT NOT NULL,
  went_out BIGINT NOT NULL,
  doubtful BIGINT NOT NULL,
  covered BIGINT NOT NULL, -- milliseconds
  steps BIGINT NOT NULL,
  PRIMARY KEY (camera_id, line, quarter)
);

-- Version 4: sums of all cameras, and those of one camera side by side.
CREATE TABLE tally_4 (
  camera_id INTEGER NOT NULL, -- -1: all cameras
  hour INTEGER NOT NULL, -- since 1970
  label_id INTEGER NOT NULL, -- 0: all images
  images INTEGER NOT NULL,
  findings INTEGER NOT NULL,
  PRIMARY KEY (camera_id, label_id, hour)
) WITHOUT ROWID;
INSERT INTO tally_4 SELECT camera_id, hour, label_id, images, findings FROM tally;
INSERT INTO tally_4 SELECT -1, hour, label_id, SUM(images), SUM(findings) FROM tally GROUP BY hour, label_id;
DROP TABLE tally;
ALTER TABLE tally_4 RENAME TO tally;
CREATE TABLE covered_4 (
  camera_id INTEGER NOT NULL,
  analysis TEXT NOT NULL, -- empty: any of them
  hour INTEGER NOT NULL,
  minutes INTEGER NOT NULL, -- a bit for each minute in which it was ok
  PRIMARY KEY (camera_id, analysis, hour)
) WITHOUT ROWID;
INSERT INTO covered_4 SELECT camera_id, analysis, hour, minutes FROM covered;
DROP TABLE covered;
ALTER TABLE covered_4 RENAME TO covered;

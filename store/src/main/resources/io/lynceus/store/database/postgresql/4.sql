-- Version 4: sums of all cameras, and those of one camera side by side.
CREATE TABLE tally_4 (
  camera_id BIGINT NOT NULL, -- -1: all cameras
  hour BIGINT NOT NULL, -- since 1970
  label_id BIGINT NOT NULL, -- 0: all images
  images BIGINT NOT NULL,
  findings BIGINT NOT NULL,
  PRIMARY KEY (camera_id, label_id, hour)
);
INSERT INTO tally_4 SELECT camera_id, hour, label_id, images, findings FROM tally;
INSERT INTO tally_4 SELECT -1, hour, label_id, SUM(images), SUM(findings) FROM tally GROUP BY hour, label_id;
DROP TABLE tally;
ALTER TABLE tally_4 RENAME TO tally;
CREATE TABLE covered_4 (
  camera_id BIGINT NOT NULL,
  analysis TEXT NOT NULL, -- empty: any of them
  hour BIGINT NOT NULL,
  minutes BIGINT NOT NULL, -- a bit for each minute in which it was ok
  PRIMARY KEY (camera_id, analysis, hour)
);
INSERT INTO covered_4 SELECT camera_id, analysis, hour, minutes FROM covered;
DROP TABLE covered;
ALTER TABLE covered_4 RENAME TO covered;

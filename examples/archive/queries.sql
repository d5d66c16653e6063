-- What analysts ask of the table that "lynceus archive" writes. By Spark's own program:
--   spark-sql --hivevar table=/data/stills-table -f examples/archive/queries.sql
-- In a notebook, each is spark.sql("…") with the folder in the place of the variable.

-- The table. Cameras that are called by numbers are names all the same.
SET spark.sql.sources.partitionColumnTypeInference.enabled=false;

CREATE OR REPLACE TEMPORARY VIEW pictures AS SELECT * FROM parquet.`${table}`;

-- Persons by camera and day. A null is a picture in which nobody knows: it is counted apart, and is no 0.
SELECT camera, date, count(*) AS pictures,
  sum(counts['person']) AS persons,
  count_if(counts['person'] IS NULL) AS not_known
FROM pictures GROUP BY camera, date ORDER BY date, camera;

-- How many persons a picture has by the hour of the day, of those in which it is known.
SELECT hour(time) AS hour, round(avg(counts['person']), 2) AS persons, count(counts['person']) AS pictures
FROM pictures GROUP BY 1 ORDER BY 1;

-- All labels, most frequent first.
SELECT label, sum(number) AS found, count_if(number > 0) AS pictures
FROM pictures LATERAL VIEW explode(counts) AS label, number
GROUP BY label ORDER BY found DESC, label;

-- Single detections: where in the picture, in parts of its width and height.
SELECT path, d.label, round(d.score, 2) AS score,
  round((d.x + d.width / 2) / width, 2) AS across, round((d.y + d.height / 2) / height, 2) AS down
FROM pictures LATERAL VIEW explode(analyses['objects'].detections) AS d
WHERE d.score >= 0.5 ORDER BY score DESC, path LIMIT 20;

-- A changed file has a second row: the latest of each path.
SELECT path, sha256, written FROM (
  SELECT *, row_number() OVER (PARTITION BY path ORDER BY written DESC) AS place FROM pictures)
WHERE place = 1 ORDER BY path LIMIT 20;

-- Analyses without a result, and why.
SELECT analysis, found.status, found.message, count(*) AS pictures
FROM pictures LATERAL VIEW explode(analyses) AS analysis, found
WHERE found.status <> 'ok' GROUP BY 1, 2, 3 ORDER BY pictures DESC;

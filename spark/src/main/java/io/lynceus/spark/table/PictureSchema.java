package io.lynceus.spark.table;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the tables, as docs/archives.md describes them. A change that readers of an
 * existing table would notice is another {@link #VERSION}.
 */
public final class PictureSchema {
  /** Of the columns. */
  public static final int VERSION = 1;

  /** The column that says what a row of {@link #WORK} is; not in the tables. */
  public static final String KIND = "kind";

  private static final StructType POINT = new StructType().add("x", FloatType).add("y", FloatType);

  private static final StructType STRONG_POINT = POINT.add("strength", FloatType);

  private static final StructType DETECTION =
      new StructType()
          .add("label", StringType)
          .add("score", FloatType)
          .add("x", FloatType)
          .add("y", FloatType)
          .add("width", FloatType)
          .add("height", FloatType)
          .add("points", createArrayType(POINT))
          .add("attributes", createMapType(StringType, StringType))
          .add("zones", createArrayType(StringType))
          .add("masked", StringType)
          .add("filtered", StringType);

  private static final StructType ANALYSIS =
      new StructType()
          .add("status", StringType)
          .add("message", StringType)
          .add("model", StringType)
          .add("detections", createArrayType(DETECTION))
          .add("points", createArrayType(STRONG_POINT))
          .add("numbers", createMapType(StringType, DoubleType))
          .add("png", BinaryType)
          .add("vectors", createArrayType(createArrayType(FloatType)));

  private static final DataType COUNTS = createMapType(StringType, IntegerType);

  /** Where a picture comes from: the first columns of both tables. */
  private static final StructType ORIGIN =
      new StructType()
          .add("path", StringType)
          .add("file", StringType)
          .add("sha256", StringType)
          .add("bytes", LongType)
          .add("modified", TimestampType);

  /** What a run makes of a picture: all columns of both tables. */
  public static final StructType WORK =
      ORIGIN
          .add("time", TimestampType)
          .add("time_from", StringType)
          .add("status", StringType)
          .add("format", StringType)
          .add("width", IntegerType)
          .add("height", IntegerType)
          .add("damaged", BooleanType)
          .add("decoded_part", DoubleType)
          .add("stretched_low", IntegerType)
          .add("stretched_high", IntegerType)
          .add("flat", BooleanType)
          .add("counts", COUNTS)
          .add("zones", createMapType(StringType, COUNTS))
          .add("analyses", createMapType(StringType, ANALYSIS))
          .add("run", StringType)
          .add("written", TimestampType)
          .add("took_ms", DoubleType)
          .add("date", DateType)
          .add("camera", StringType)
          .add("code", StringType)
          .add("message", StringType)
          .add(KIND, StringType);

  /** The table of pictures; {@code date} and {@code camera} are its partitions. */
  public static final StructType PICTURES = without(WORK, "code", "message", KIND);

  /** The table of rejected files and pictures. */
  public static final StructType REJECTED =
      ORIGIN
          .add("time", TimestampType)
          .add("time_from", StringType)
          .add("camera", StringType)
          .add("code", StringType)
          .add("message", StringType)
          .add("run", StringType)
          .add("written", TimestampType);

  private PictureSchema() {}

  private static StructType without(StructType all, String... names) {
    StructType rest = new StructType();
    for (var field : all.fields()) {
      if (!java.util.List.of(names).contains(field.name())) {
        rest = rest.add(field);
      }
    }
    return rest;
  }
}

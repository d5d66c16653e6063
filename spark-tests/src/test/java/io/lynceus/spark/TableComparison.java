package io.lynceus.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.spark.table.PictureSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Compares the tables of {@code lynceus archive} with what {@code lynceus submit --json} printed
 * for the same files; {@code benchmarks/archive --data} starts it. Arguments: the file with the
 * replies, the file with the paths of their rows in the same order, then the tables. Exit code 1:
 * there is a difference.
 */
public final class TableComparison {
  private static final int MOST_SHOWN = 40;

  private TableComparison() {}

  public static void main(String[] args) throws IOException {
    List<String> replies = Files.readAllLines(Path.of(args[0]));
    List<String> paths = Files.readAllLines(Path.of(args[1]));
    if (replies.size() != paths.size()) {
      System.err.printf("%d replies for %d files%n", replies.size(), paths.size());
      System.exit(1);
    }
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    int different = 0;
    for (String table : Arrays.asList(args).subList(2, args.length)) {
      different += compare(spark, replies, paths, table);
    }
    spark.stop();
    System.exit(different == 0 ? 0 : 1);
  }

  private static int compare(
      SparkSession spark, List<String> replies, List<String> paths, String table)
      throws IOException {
    RowComparison comparison = new RowComparison();
    int rejected = 0;
    for (int i = 0; i < paths.size(); i++) {
      comparison.addReply(paths.get(i), replies.get(i));
      rejected +=
          new ObjectMapper().readTree(replies.get(i)).path("status").asText().equals("rejected")
              ? 1
              : 0;
    }
    addRows(comparison, spark.read().schema(PictureSchema.PICTURES).parquet(table));
    if (Files.exists(Path.of(table, "_rejected"))) {
      addRows(
          comparison, spark.read().schema(PictureSchema.REJECTED).parquet(table + "/_rejected"));
    }
    RowComparison.Result result = comparison.compare();
    result.differences().stream().limit(MOST_SHOWN).forEach(System.out::println);
    int values = result.equal().values().stream().mapToInt(count -> count).sum();
    System.out.printf(
        "%s: %d files, %d of them rejected, %d with bytes behind the picture;"
            + " %d values are equal, %d differ%n",
        Path.of(table).getFileName(),
        paths.size(),
        rejected,
        result.behind(),
        values,
        result.differences().size());
    return result.differences().size();
  }

  private static void addRows(RowComparison comparison, Dataset<Row> rows)
      throws JsonProcessingException {
    for (String row : rows.toJSON().collectAsList()) {
      comparison.addRow(row);
    }
  }
}

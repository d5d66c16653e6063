package io.lynceus.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteJDBCLoader;

class SqliteLibraryTest {

  /** With another version of the driver, what this prints as actual belongs into the list. */
  @Test
  void everyListedLibraryIsTheOneOfTheDriver() throws Exception {
    String list;
    try (InputStream in = SqliteLibrary.class.getResourceAsStream(SqliteLibrary.LIST)) {
      list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<String> lines = list.lines().toList();
    assertThat(lines).hasSize(4);
    for (String line : lines) {
      String resource = line.split(" +", 2)[1];
      try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream("/" + resource)) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
        assertThat(HexFormat.of().formatHex(hash) + "  " + resource).isEqualTo(line);
      }
    }
  }
}

package io.lynceus.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store in PostgreSQL: a real server, which this starts. */
class PostgresStoreTest extends ResultStoreContract {
  private static PostgresServer server;

  @BeforeAll
  static void startServer() throws Exception {
    assumeTrue(
        PostgresServer.programs().isPresent(),
        "there is no PostgreSQL: apt-get install postgresql");
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  Optional<String> newDatabase() throws Exception {
    return Optional.of(server.newDatabase());
  }
}

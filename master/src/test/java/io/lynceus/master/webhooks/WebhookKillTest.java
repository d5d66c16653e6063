package io.lynceus.master.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a process that tells a receiver of events, which fails at some of them. {@code
 * -Dwebhook.kills=200} does so more often.
 */
@Tag("gate")
@Timeout(3600)
class WebhookKillTest {
  private static final int KILLS = Integer.getInteger("webhook.kills", 2);
  private static final int EVENTS_A_RUN = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  /** The messages that have come, by the numbers of their events: their first ids. */
  private final Map<Integer, String> ids = new LinkedHashMap<>();

  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final Random random = new Random(KILLS);

  @Test
  void eachStoredEventArrivesAndThoseOfACameraInTheirOrder() throws Exception {
    Set<Integer> stored = new TreeSet<>();
    try (TestReceiver receiver = new TestReceiver()) {
      receiver.answer = this::answer;
      for (int kill = 0; kill < KILLS; kill++) {
        int before = stored.size();
        run(receiver, kill * EVENTS_A_RUN, 1 + random.nextInt(EVENTS_A_RUN), stored);
        assertThat(stored).as("the child has stored something").hasSizeGreaterThan(before);
      }
      Process last = start(receiver, KILLS * EVENTS_A_RUN, 0);
      try {
        await().atMost(PATIENCE).until(() -> numbers().containsAll(stored));
      } finally {
        last.destroyForcibly().waitFor();
      }
    }
    List<Integer> arrived = numbers();
    assertThat(arrived).doesNotContain(-1); // one event with two ids
    for (int camera = 0; camera < WebhookChild.CAMERAS; camera++) {
      int own = camera;
      assertThat(arrived.stream().filter(number -> number % WebhookChild.CAMERAS == own))
          .isSorted();
    }
  }

  private synchronized List<Integer> numbers() {
    return List.copyOf(ids.keySet());
  }

  /** Some messages fail at their first attempt, whether the receiver keeps them or not. */
  private void answer(TestReceiver.Request request, Socket connection)
      throws IOException, InterruptedException {
    String id = request.header("webhook-id");
    int attempt = attempts.merge(id, 1, Integer::sum);
    int number =
        Integer.parseInt(
            new ObjectMapper().readTree(request.body()).at("/event/id").asText().substring(1));
    synchronized (this) {
      String before = ids.putIfAbsent(number, id);
      if (before != null && !before.equals(id)) {
        ids.put(-1, "another id for " + number); // the test fails at that
      }
    }
    boolean fails = attempt == 1 && number % 5 == 0;
    if (!fails) {
      TestReceiver.status(200, "").to(request, connection);
    } else if (number % 2 == 0) {
      TestReceiver.status(500, "").to(request, connection);
    } else {
      connection.close();
    }
  }

  /** Kills a process after that many lines, and notes which events were stored for sure. */
  private void run(TestReceiver receiver, int first, int lines, Set<Integer> stored)
      throws Exception {
    Process child = start(receiver, first, EVENTS_A_RUN);
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("stored ")) {
          stored.add(Integer.parseInt(line.substring("stored ".length())));
        }
        if (++seen == lines) {
          child.toHandle().destroyForcibly(); // SIGKILL, in whatever it does after this line
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private Process start(TestReceiver receiver, int first, int events) throws IOException {
    return new ProcessBuilder(
            Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WebhookChild.class.getName(),
                    folder.resolve("store").toString(),
                    receiver.url(),
                    Integer.toString(first),
                    Integer.toString(events))
                .toList())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}

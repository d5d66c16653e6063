package io.lynceus.master.gateway.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits, who is let in, and in which order. */
@Timeout(30)
class BusyLineTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Rejection BUSY =
      new Rejection(RejectionCode.BUSY, "full", Optional.of(Duration.ofMillis(20)));

  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private volatile Optional<Rejection> busy = Optional.of(BUSY);
  private volatile boolean over;

  /** The answer to each question, if it is set. */
  private volatile CompletableFuture<Optional<Rejection>> open;

  private final BusyLine line =
      new BusyLine(
          bytes -> {
            asked.incrementAndGet();
            return over
                ? CompletableFuture.failedFuture(new IllegalStateException("dispatch is over"))
                : open != null ? open : CompletableFuture.completedFuture(busy);
          },
          thread);

  @AfterEach
  void end() {
    thread.shutdownNow();
  }

  private BusyLine.Waiting enter(String name, Duration patience) throws UnknownHostException {
    return line.enter(
        InetAddress.getByName("10.0.0." + name.charAt(0)),
        1,
        patience,
        () -> told.add(name),
        why -> told.add(name + " refused: " + why.message()));
  }

  private void awaitAsked() {
    int before = asked.get();
    await().until(() -> asked.get() > before + 1);
  }

  @Test
  void whereThereIsRoomNobodyWaits() throws Exception {
    busy = Optional.empty();
    enter("1", Duration.ZERO);
    await().until(() -> told.equals(List.of("1")));
  }

  @Test
  void addressesTakeTurnsAndEachKeepsItsOrder() throws Exception {
    for (String name : List.of("1a", "1b", "1c", "2a", "2b", "3a")) {
      enter(name, LONG);
    }
    awaitAsked();
    assertThat(told).isEmpty();
    busy = Optional.empty();
    await().until(() -> told.size() == 6);
    assertThat(told).containsExactly("1a", "2a", "3a", "1b", "2b", "1c");
  }

  @Test
  void onlyOneAtATimeAsksForRoom() throws Exception {
    open = new CompletableFuture<>();
    for (int i = 0; i < 50; i++) {
      enter("1" + i, LONG);
    }
    CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    thread.execute(() -> caughtUp.complete(null));
    caughtUp.join();
    assertThat(asked).as("while the first question is open").hasValue(1);
    open.complete(Optional.empty());
    await().until(() -> !told.isEmpty());
  }

  @Test
  void whoseTimeIsOverIsToldWhy() throws Exception {
    enter("1", LONG);
    awaitAsked();
    enter("2", Duration.ofMillis(1));
    enter("3", Duration.ZERO);
    await().until(() -> told.size() == 2);
    assertThat(told).containsExactlyInAnyOrder("2 refused: full", "3 refused: full");
    assertThat(thread.getQueue()).hasSizeLessThanOrEqualTo(2); // the pause, and the time of 1
  }

  @Test
  void whoLeavesIsNeitherAdmittedNorRefused() throws Exception {
    BusyLine.Waiting leaves = enter("1", LONG);
    enter("2", LONG);
    awaitAsked();
    leaves.leave();
    busy = Optional.empty();
    await().until(() -> told.equals(List.of("2")));
  }

  @Test
  void theEndOfDispatchRefusesAll() throws Exception {
    over = true;
    enter("1", LONG);
    enter("2", LONG);
    await().until(() -> told.size() == 2);
    assertThat(told).allMatch(line -> line.endsWith(Refusals.SHUTTING_DOWN.message()));
  }

  @Test
  void theEndRefusesAll() throws Exception {
    enter("1", LONG);
    awaitAsked();
    line.close();
    await().until(() -> told.size() == 1);
    enter("2", LONG);
    await().until(() -> told.size() == 2);
    thread.shutdownNow();
    enter("3", LONG);
    assertThat(told)
        .containsExactly(
            "1 refused: " + Refusals.SHUTTING_DOWN.message(),
            "2 refused: " + Refusals.SHUTTING_DOWN.message(),
            "3 refused: " + Refusals.SHUTTING_DOWN.message());
  }
}

package io.lynceus.cluster;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.MasterUnreachableException;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends images to a master without a pause, as many at once as the client's window, and follows
 * each by its name. A thread of its own sends; the methods may be called by any thread.
 */
public final class LoadGenerator implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);

  private final TaskClient client;
  private final LongFunction<byte[]> images;
  private final Ask options;
  private final Thread sender = new Thread(this::send, "load");
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean finishing;

  private LoadGenerator(TaskClient client, LongFunction<byte[]> images, Ask options) {
    this.client = client;
    this.images = images;
    this.options = options;
    sender.setDaemon(true);
  }

  /**
   * One answer.
   *
   * @param expected the name of the image whose place it came in
   * @param name as the answer tells it
   * @param outcomes of its analyses, each once
   * @param time from sending the image
   */
  public record Answer(
      String expected, String name, Reply.Status status, Set<Outcome> outcomes, Duration time) {}

  /** Connects and begins with {@link ReferenceImages} and all analyses. */
  public static LoadGenerator start(ClientConfig master) throws MasterUnreachableException {
    return start(master, new ReferenceImages(), Ask.DEFAULT);
  }

  /**
   * Connects and begins.
   *
   * @param images by number, from 0
   */
  public static LoadGenerator start(ClientConfig master, LongFunction<byte[]> images, Ask options)
      throws MasterUnreachableException {
    LoadGenerator load = new LoadGenerator(TaskClient.connect(master), images, options);
    load.sender.start();
    return load;
  }

  private void send() {
    try {
      while (!finishing) {
        long number = sent.getAndIncrement();
        String name = "image-" + number;
        byte[] image = images.apply(number);
        long[] sentAt = {System.nanoTime()};
        var unused =
            client
                .submit(image, options.withName(name))
                .whenComplete((reply, failed) -> ended(name, reply, failed, sentAt[0]));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(
      String expected, @Nullable Reply reply, @Nullable Throwable failed, long sentAt) {
    if (reply == null) {
      failure.compareAndSet(null, failed);
      finishing = true;
    } else {
      Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
      reply.analyses().values().stream().map(UnitReply::outcome).forEach(outcomes::add);
      Duration time = Duration.ofNanos(System.nanoTime() - sentAt);
      answers.add(new Answer(expected, reply.name().orElse(""), reply.status(), outcomes, time));
    }
    ended.incrementAndGet();
  }

  /** How many images have been sent, or wait for a place in the window. */
  public long sent() {
    return sent.get();
  }

  /** How many images have been answered. */
  public long answered() {
    return ended.get();
  }

  /** The answers so far, in the order of coming. */
  public List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** How long answers have taken so far. */
  public LoadCount.Times times() {
    return LoadCount.Times.of(answers);
  }

  /** Why the connection ended before the load did. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Sends nothing more and waits for what is owed.
   *
   * @return the count; what has no answer after {@code patience} is lost
   */
  public LoadCount finish(Duration patience) throws InterruptedException {
    finishing = true;
    long giveUp = System.nanoTime() + patience.toNanos();
    sender.join(Math.max(1, patience.toMillis()));
    Poll.until(
        POLL,
        Duration.ofNanos(Math.max(0, giveUp - System.nanoTime())),
        () -> ended.get() >= sent.get());
    return LoadCount.of(sent.get(), answers);
  }

  @Override
  public void close() {
    finishing = true;
    client.close();
  }
}

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
 * Sends images to a master without a pause, as many at once as the client's window, and matches
 * each reply by its name. A thread of its own sends. Thread-safe.
 */
public final class LoadGenerator implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);

  private final TaskClient client;
  private final LongFunction<byte[]> images;
  private final Ask options;
  private final Thread sender = new Thread(this::send, "load");
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final Queue<ReceivedReply> replies = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean finishing;

  private LoadGenerator(TaskClient client, LongFunction<byte[]> images, Ask options) {
    this.client = client;
    this.images = images;
    this.options = options;
    sender.setDaemon(true);
  }

  /**
   * One reply.
   *
   * @param expected the name of the image in whose place it came
   * @param name the name in the reply
   * @param outcomes of its analyses, as a set
   * @param time from sending the image to the reply
   */
  public record ReceivedReply(
      String expected, String name, Reply.Status status, Set<Outcome> outcomes, Duration time) {}

  /** Connects and sends {@link ReferenceImages} for all analyses. */
  public static LoadGenerator start(ClientConfig master) throws MasterUnreachableException {
    return start(master, new ReferenceImages(), Ask.DEFAULT);
  }

  /**
   * Connects and starts sending.
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
      replies.add(
          new ReceivedReply(expected, reply.name().orElse(""), reply.status(), outcomes, time));
    }
    ended.incrementAndGet();
  }

  /** The number of images sent or waiting for a place in the window. */
  public long sent() {
    return sent.get();
  }

  /** The number of images with a reply. */
  public long replied() {
    return ended.get();
  }

  /** The replies so far, in the order of their arrival. */
  public List<ReceivedReply> replies() {
    return List.copyOf(replies);
  }

  /** The reply times so far. */
  public LoadCount.ReplyTimes times() {
    return LoadCount.ReplyTimes.of(replies);
  }

  /** Why the connection ended, if it ended before {@link #finish}. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Stops sending and waits for the remaining replies.
   *
   * @return the count; images without a reply after {@code timeout} are lost
   */
  public LoadCount finish(Duration timeout) throws InterruptedException {
    finishing = true;
    long giveUp = System.nanoTime() + timeout.toNanos();
    sender.join(Math.max(1, timeout.toMillis()));
    Poll.until(
        POLL,
        Duration.ofNanos(Math.max(0, giveUp - System.nanoTime())),
        () -> ended.get() >= sent.get());
    return LoadCount.of(sent.get(), replies);
  }

  @Override
  public void close() {
    finishing = true;
    client.close();
  }
}

package io.lynceus.master.webhooks;

import io.lynceus.master.delivery.ChannelState;
import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.delivery.EventChannel;
import io.lynceus.master.store.OpenStore;
import io.lynceus.model.ClusterStatus.WebhookUse;
import io.lynceus.model.event.EventChange;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The webhooks of a master. Any thread may call it; it answers at once, or later. */
public final class Webhooks implements AutoCloseable {
  /** Of each webhook, which may wait for DNS or the store at as many messages; and of questions. */
  private static final int THREADS = 4;

  private static final int IDLE_SECONDS = 30;

  private final List<WebhookChannel> channels;
  private final InstantSource clock;
  private final ThreadPoolExecutor threads;
  private final String publicUrl;
  private volatile Optional<Deliveries> deliveries = Optional.empty();

  /**
   * How a webhook does.
   *
   * @param address without path and query, which may have secrets
   * @param events the changes that it is told of: new, update, end
   * @param image none, link or attach
   * @param signed whether its messages are signed
   * @param gone whether the receiver has answered 410, and is told nothing more
   * @param channel what became of its events
   */
  public record State(
      String name,
      String address,
      List<String> events,
      String image,
      boolean signed,
      boolean gone,
      Optional<ChannelState> channel) {}

  /**
   * What a receiver has said to a test.
   *
   * @param status of its answer; 0 if none came
   * @param took until the head of its answer came
   * @param problem why it did not count as delivered; empty if it did
   */
  public record Tried(int status, Duration took, String problem) {}

  private Webhooks(
      List<WebhookConfig> configs,
      String publicUrl,
      EventImage.Source pictures,
      InstantSource clock)
      throws IOException {
    this.clock = clock;
    this.publicUrl = publicUrl;
    int most = THREADS * (configs.size() + 1);
    this.threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // few attempts are under way at once
            work -> {
              Thread made = new Thread(work, "webhooks");
              made.setDaemon(true);
              return made;
            });
    threads.allowCoreThreadTimeOut(true);
    List<WebhookChannel> opened = new ArrayList<>();
    for (WebhookConfig config : configs) {
      opened.add(
          WebhookChannel.open(
              config, new WebhookChannel.Surroundings(pictures, publicUrl, clock, threads)));
    }
    this.channels = List.copyOf(opened);
  }

  /** No webhook. */
  public static Webhooks none() {
    try {
      Webhooks none =
          new Webhooks(List.of(), "", (still, most) -> Optional.empty(), InstantSource.system());
      none.toldBy(Deliveries.start(List.of(), Optional.empty(), InstantSource.system()));
      return none;
    } catch (IOException e) {
      throw new IllegalStateException("no file was read", e);
    }
  }

  /**
   * Reads their files.
   *
   * @param publicUrl the master's address for people, {@code http.public-url}; may be empty
   * @param store where pictures are
   * @throws IOException naming the setting that cannot be used
   */
  public static Webhooks open(
      List<WebhookConfig> configs, String publicUrl, Optional<OpenStore> store, InstantSource clock)
      throws IOException {
    for (WebhookConfig config : configs) {
      if (store.isEmpty() && config.image() != WebhookConfig.Image.NONE) {
        throw new IOException(
            config.key("image")
                + " = "
                + config.image().key()
                + " needs a store, which has the pictures: set store.enabled = true");
      }
    }
    EventImage.Source pictures =
        store.<EventImage.Source>map(StoredPictures::new).orElse((still, most) -> Optional.empty());
    return new Webhooks(configs, publicUrl, pictures, clock);
  }

  /** Whom events are told. */
  public List<EventChannel> channels() {
    return List.copyOf(channels);
  }

  /** Who tells them. */
  public void toldBy(Deliveries begun) {
    deliveries = Optional.of(begun);
  }

  /** How they do, by their names. */
  public List<State> states() {
    List<ChannelState> known = deliveries.map(Deliveries::states).orElse(List.of());
    return channels.stream()
        .map(
            channel ->
                new State(
                    channel.config().name(),
                    channel.shownAddress(),
                    channel.config().types().stream().sorted().map(EventChange.Type::key).toList(),
                    channel.config().image().key(),
                    channel.config().secretFile().isPresent(),
                    channel.isGone(),
                    known.stream()
                        .filter(state -> state.channel().equals(channel.name()))
                        .findFirst()))
        .toList();
  }

  /** The same for who asks how the cluster is. */
  public List<WebhookUse> use() {
    return states().stream().map(Webhooks::use).toList();
  }

  private static WebhookUse use(State state) {
    Optional<String> problem = state.channel().flatMap(ChannelState::problem);
    return new WebhookUse(
        state.name(),
        state.gone() ? "gone" : problem.isPresent() ? "failing" : "ok",
        problem,
        state.channel().map(ChannelState::pending).orElse(OptionalLong.empty()),
        state.channel().map(ChannelState::dead).orElse(OptionalLong.empty()));
  }

  private Optional<WebhookChannel> find(String name) {
    return channels.stream().filter(each -> each.config().name().equals(name)).findFirst();
  }

  /** Whether there is a webhook of that name. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /**
   * Tells a receiver of an event that did not happen.
   *
   * @return empty if there is no such webhook
   */
  public Optional<CompletableFuture<Tried>> test(String name) {
    return find(name).map(this::test);
  }

  private CompletableFuture<Tried> test(WebhookChannel channel) {
    Instant start = clock.instant();
    boolean attached = channel.config().image() == WebhookConfig.Image.ATTACH;
    WebhookMessage message =
        new WebhookMessage(
            TestEvent.at(start),
            attached ? Optional.of(TestEvent.picture()) : Optional.empty(),
            publicUrl);
    return channel
        .post("test-" + UUID.randomUUID(), message)
        .thenApply(
            answer -> {
              if (answer.isDelivered()) {
                channel.forgive();
              }
              return new Tried(
                  answer.status(), Duration.between(start, clock.instant()), answer.why());
            })
        .toCompletableFuture();
  }

  /**
   * Messages that were given up, the latest first.
   *
   * @param name of one webhook; empty: of all
   * @param limit of each webhook
   * @return fails with a {@link StoreException} while the store does not answer
   */
  public CompletableFuture<List<OutboxItem>> dead(Optional<String> name, int limit) {
    return ask(
        told -> {
          List<OutboxItem> all = new ArrayList<>();
          for (WebhookChannel channel : channels) {
            if (name.isEmpty() || name.get().equals(channel.config().name())) {
              all.addAll(told.dead(Optional.of(channel.name()), limit));
            }
          }
          all.sort((one, other) -> Long.compare(other.seq(), one.seq()));
          return all;
        });
  }

  /**
   * Gives all messages of a webhook that were given up their attempts once more.
   *
   * @return how many; fails with a {@link StoreException} while the store does not answer
   */
  public CompletableFuture<Integer> retry(String name) {
    return ask(told -> retry(told, WebhookConfig.CHANNEL + name, Optional.empty()));
  }

  /** The same for one message. */
  public CompletableFuture<Integer> retryMessage(String id) {
    return ask(
        told -> {
          Optional<OutboxItem> item = told.find(id);
          return item.isPresent() ? retry(told, item.get().channel(), Optional.of(id)) : 0;
        });
  }

  private int retry(Deliveries told, String channel, Optional<String> id) throws StoreException {
    Optional<WebhookChannel> webhook =
        channels.stream().filter(each -> each.name().equals(channel)).findFirst();
    if (webhook.isEmpty()) {
      return 0;
    }
    webhook.get().forgive();
    return told.retry(channel, id);
  }

  private interface Question<T> {
    T ask(Deliveries told) throws StoreException;
  }

  private <T> CompletableFuture<T> ask(Question<T> question) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return question.ask(deliveries.orElseThrow());
          } catch (StoreException e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}

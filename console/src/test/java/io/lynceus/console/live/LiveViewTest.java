package io.lynceus.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.common.http.BodySource;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.protocol.message.Thumbnail;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveViewTest {
  private long now = 1;
  private boolean mayWatch = true;
  private final LiveView view = new LiveView(() -> now);

  @AfterEach
  void close() {
    view.close();
  }

  private BodySource watch() {
    return watch(ThumbnailForm.PATH);
  }

  private BodySource watch(ThumbnailForm form) {
    return view.watch(form, () -> mayWatch).orElseThrow();
  }

  private static String text(CompletableFuture<Optional<ByteBuffer>> piece) {
    return UTF_8.decode(piece.join().orElseThrow()).toString();
  }

  private static Reply reply(String camera, int persons) {
    return reply(camera, "x.jpg", persons);
  }

  private static Reply reply(String camera, String name, int persons) {
    List<Detection> found =
        Collections.nCopies(persons, Detection.labelled("person", 0.9f, new Box(1, 2, 3, 4)));
    return new Reply(
        "id",
        Optional.of(name),
        Status.PARTIAL,
        Optional.empty(),
        Optional.empty(),
        new StillInfo(
            Optional.of(camera).filter(some -> !some.isEmpty()).map(Camera::new), Optional.empty()),
        new Results(
            Map.of("person", Optional.of(persons), "face", Optional.empty()),
            Map.of(
                Analysis.OBJECTS, UnitReply.ok(Findings.ofDetections("m", found)),
                Analysis.FACES, UnitReply.without(Outcome.TIMEOUT, "none in 1 s"))),
        Optional.empty());
  }

  @Test
  void aBrowserIsToldWhatThereIsAndThenWhatIsNew() throws Exception {
    view.heard(reply("gate", 2), Optional.empty());
    BodySource body = watch();
    now += Duration.ofSeconds(3).toNanos();
    String first = text(body.next());
    assertThat(first).startsWith("event: hello\n");
    JsonNode data = new ObjectMapper().readTree(first.substring(first.lastIndexOf("data: ") + 6));
    assertThat(data.get("ageMs").asLong()).isEqualTo(3000);
    assertThat(data.get("everyMs").asLong()).as("not known").isZero();
    assertThat(data.at("/still/camera").asText()).isEqualTo("gate");
    assertThat(data.at("/still/counts/person").asInt()).isEqualTo(2);
    assertThat(data.at("/still/counts").get("face").isNull()).as("not 0").isTrue();
    assertThat(data.at("/still/unknown/0/outcome").asText()).isEqualTo("timeout");
    assertThat(data.at("/still/boxes")).hasSize(2);

    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    view.heard(reply("gate", 3), Optional.empty());
    view.heard(reply("gate", 4), Optional.empty());
    assertThat(next).as("not within this second").isNotDone();
    view.tick();
    assertThat(text(next)).contains("\"person\":4", "\"everyMs\":").doesNotContain("\"person\":3");
  }

  @Test
  void aFewStillsHaveNoUsualInterval() throws Exception {
    for (int still = 1; still <= 5; still++) {
      view.heard(reply("gate", still), Optional.empty());
      now += Duration.ofSeconds(2).toNanos();
    }
    assertThat(text(watch().next())).contains("\"everyMs\":0,");
    view.heard(reply("gate", 6), Optional.empty());
    assertThat(text(watch().next())).contains("\"everyMs\":2000,");
  }

  private static EventChange change(int number) {
    return new EventChange(
        EventChange.Type.NEW,
        new SceneEvent(
            "e" + number,
            EventKind.ARRIVED,
            "usual",
            new Camera("gate"),
            "person",
            Optional.empty(),
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            1,
            false,
            new BestStill("r1", "ab", Instant.EPOCH, 0.9f, new Box(1, 2, 3, 4), 640, 480)));
  }

  @Test
  void eventsAreToldInTheirOrderFromThenOn() {
    view.heard(change(1));
    BodySource body = watch();
    assertThat(text(body.next())).doesNotContain("e1");
    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    view.heard(change(2));
    view.heard(change(3));
    assertThat(next).as("not within this second").isNotDone();
    view.tick();
    assertThat(text(next))
        .startsWith("event: event\ndata: {\"type\":\"new\",\"event\":{\"id\":\"e2\"")
        .contains("\"id\":\"e3\"", "\"box\":[1,2,3,4]")
        .doesNotContain("e1");
    CompletableFuture<Optional<ByteBuffer>> none = body.next();
    view.tick();
    assertThat(none).as("each once").isNotDone();
  }

  @Test
  void aBrowserThatReadsSlowlyMissesTheOldestEvents() {
    BodySource body = watch();
    assertThat(text(body.next())).contains("hello");
    for (int i = 1; i <= LiveEvents.MOST + 1; i++) {
      view.heard(change(i));
    }
    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    view.tick();
    assertThat(text(next)).contains("\"e2\"", "\"e257\"").doesNotContain("\"e1\"");
  }

  @Test
  void aThumbnailIsThereUntilBrowsersAreToldOfTheNextStill() throws Exception {
    Optional<Thumbnail> first = Optional.of(new Thumbnail(new byte[] {1}));
    Optional<Thumbnail> second = Optional.of(new Thumbnail(new byte[] {2}));
    view.heard(reply("gate", 1), first);
    BodySource body = watch();
    assertThat(text(body.next())).contains("\"thumbnail\":\"/v1/live/thumbnails/1\"");
    assertThat(view.thumbnail(1)).isEqualTo(first);

    view.tick();
    view.heard(reply("gate", 2), second);
    view.heard(reply("yard", 0), Optional.empty());
    assertThat(view.thumbnail(1)).as("browsers know of no other").isEqualTo(first);
    assertThat(view.thumbnail(2)).isEqualTo(second);

    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    view.tick();
    assertThat(text(next)).contains("\"/v1/live/thumbnails/2\"", "\"thumbnail\":null");
    assertThat(view.thumbnail(1)).isEmpty();
    assertThat(view.thumbnail(2)).isEqualTo(second);
    assertThat(view.thumbnail(3)).isEmpty();
  }

  @Test
  void whoAsksForItIsSentThePictureItself() {
    byte[] jpeg = {1, 2, 3, 4};
    view.heard(reply("gate", 1), Optional.of(new Thumbnail(jpeg)));
    view.heard(reply("yard", 1), Optional.empty());
    String first = text(watch(ThumbnailForm.DATA).next());
    assertThat(first)
        .contains("\"thumbnail\":\"data:image/jpeg;base64,AQIDBA==\",\"still\":{")
        .contains("\"thumbnail\":null");
  }

  @Test
  void browsersThatKeepUpAreSentTheSameBytes() {
    LivePieces pieces = new LivePieces(stillsOf("gate"), () -> now);
    assertThat(pieces.of(0, 1, ThumbnailForm.DATA)).isSameAs(pieces.of(0, 1, ThumbnailForm.DATA));
    now += Duration.ofSeconds(1).toNanos();
    assertThat(UTF_8.decode(pieces.of(0, 1, ThumbnailForm.DATA).bytes().duplicate()).toString())
        .as("as old as it is")
        .contains("\"ageMs\":1000,");
  }

  private LiveStills stillsOf(String camera) {
    LiveStills stills = new LiveStills();
    stills.heard(reply(camera, 1), Optional.empty(), now);
    return stills;
  }

  @Test
  void picturesGoOutInPiecesOfABoundedSize() {
    Optional<Thumbnail> large = Optional.of(new Thumbnail(new byte[Thumbnail.MAX_BYTES]));
    for (int i = 0; i < 50; i++) {
      view.heard(reply("cam" + i, 1), large);
    }
    BodySource body = watch(ThumbnailForm.DATA);
    int events = 0;
    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    while (next.isDone()) {
      assertThat(next.join().orElseThrow().remaining()).isLessThan(260 << 10);
      events += text(next).split("event: still", -1).length - 1;
      next = body.next();
    }
    assertThat(events).isEqualTo(50);
  }

  @Test
  void aCameraIsToldOnceASecondHoweverFastTheBrowserReads() {
    BodySource body = watch();
    assertThat(text(body.next())).contains("hello");
    int pieces = 0;
    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    for (int second = 0; second < 5; second++) {
      for (int i = 0; i < 20; i++) {
        view.heard(reply("gate", 1), Optional.empty());
        if (next.isDone()) {
          pieces++;
          next = body.next();
        }
      }
      view.tick();
    }
    assertThat(next).isDone();
    assertThat(pieces + 1).isEqualTo(5);
  }

  @Test
  void manyStillsGoOutInPiecesOfABoundedSize() {
    for (int i = 0; i < LiveStills.MOST_CAMERAS; i++) {
      view.heard(reply("cam" + i, "\u202e".repeat(4000), 100), Optional.empty());
    }
    BodySource body = watch();
    int events = 0;
    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    while (next.isDone()) {
      assertThat(next.join().orElseThrow().remaining()).isLessThan(128 << 10);
      events += text(next).split("event: still", -1).length - 1;
      next = body.next();
    }
    assertThat(events).isEqualTo(LiveStills.MOST_CAMERAS);
  }

  @Test
  void theCameraThatWasHeardLongestAgoGivesWay() {
    LiveStills stills = new LiveStills();
    for (int i = 0; i < LiveStills.MOST_CAMERAS; i++) {
      stills.heard(reply("cam" + i, 0), Optional.empty(), i);
    }
    stills.heard(reply("cam0", 0), Optional.empty(), 1000);
    stills.heard(reply("", 0), Optional.empty(), 1001);
    List<String> left = new ArrayList<>();
    for (LiveStill still : stills.between(0, stills.latest(), ThumbnailForm.DATA)) {
      left.add(UTF_8.decode(still.json().duplicate()).toString());
    }
    assertThat(left).hasSize(LiveStills.MOST_CAMERAS);
    assertThat(left).noneMatch(json -> json.contains("\"cam1\""));
    assertThat(left).anyMatch(json -> json.contains("\"cam0\""));
  }

  @Test
  void aQuietBodyIsKeptOpenAndEndsWhenItsClientMayNoLongerLook() {
    BodySource body = watch();
    assertThat(text(body.next())).contains("hello");
    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    for (int second = 0; second < 4; second++) {
      view.tick();
    }
    assertThat(next).isNotDone();
    view.tick();
    assertThat(text(next)).isEqualTo(":\n\n");
    next = body.next();
    mayWatch = false;
    view.tick();
    assertThat(next.join()).isEmpty();
    assertThat(view.clients()).isZero();
  }

  @Test
  void placesAreGivenBackOnceEach() {
    List<BodySource> bodies = new ArrayList<>();
    for (int i = 0; i < LiveView.MOST_CLIENTS; i++) {
      bodies.add(watch());
    }
    assertThat(view.watch(ThumbnailForm.PATH, () -> true)).isEmpty();
    bodies.get(0).close();
    bodies.get(0).close();
    assertThat(view.watch(ThumbnailForm.PATH, () -> true)).isPresent();
    assertThat(view.watch(ThumbnailForm.PATH, () -> true)).isEmpty();
  }

  @Test
  void theMastersEndEndsTheBodies() {
    BodySource body = watch();
    assertThat(text(body.next())).contains("hello");
    CompletableFuture<Optional<ByteBuffer>> next = body.next();
    view.close();
    assertThat(next.join()).isEmpty();
    assertThat(watch().next().join()).isEmpty();
  }
}

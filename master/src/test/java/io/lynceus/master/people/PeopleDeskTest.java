package io.lynceus.master.people;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.people.PeopleException.Reason;
import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FloatVector;
import io.lynceus.model.identity.Identity.Decision;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.model.people.SeenFace;
import io.lynceus.scene.people.Enrolment;
import io.lynceus.scene.people.JudgingRules;
import io.lynceus.scene.people.Person;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PeopleDeskTest {
  private static final String MODEL = "made:1@01234567";
  private static final Duration KEEP = Duration.ofDays(30);
  private static final Map<String, String> WHO = Map.of("token", "admin");
  private static final FaceQuality GOOD = new FaceQuality(80, 300, 0, 120, false);

  @TempDir private Path folder;

  private final List<String> audited = new CopyOnWriteArrayList<>();
  private final List<PeopleDesk> opened = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-12-01T00:00:00Z");
  private Path key;

  @BeforeEach
  void writeKey() throws IOException {
    key = Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4) + "\n");
  }

  @AfterEach
  void close() {
    opened.forEach(PeopleDesk::close);
  }

  private Path files() {
    return folder.resolve("people");
  }

  private PeopleDesk open() throws IOException {
    InstantSource clock = () -> now;
    PeopleDesk desk =
        PeopleDesk.open(
            new PeopleConfig("to know who comes in", KEEP, key, files(), JudgingRules.DEFAULT),
            clock,
            (kind, facts) -> audited.add(kind + " " + new TreeMap<>(facts)));
    opened.add(desk);
    return desk;
  }

  private static Enrolment add(PeopleDesk desk, String name) {
    return desk.add(name, "a note", "form 7", Optional.empty(), WHO).join();
  }

  private static SeenFace face(FaceQuality quality, float... vector) {
    return new SeenFace(
        Detection.pointed(0.9f, new Box(0, 0, 60, quality.height()), List.of()),
        quality,
        Optional.of(new FloatVector(vector)));
  }

  private static Enrolment enrol(PeopleDesk desk, String name, SeenFace... faces) {
    return desk.enrol(name, id(desk, name), List.of(faces), MODEL, "0a".repeat(32), WHO).join();
  }

  /** Of the person of that name; empty if there is none. */
  private static String id(PeopleDesk desk, String name) {
    return desk.all().stream()
        .map(Enrolment::person)
        .filter(person -> person.name().equals(name))
        .map(Person::id)
        .findFirst()
        .orElse("");
  }

  private static void assertRefused(Reason reason, String message, Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            PeopleException.class, refused -> assertThat(refused.reason()).isEqualTo(reason))
        .hasMessageContaining(message);
  }

  private List<Path> persons() throws IOException {
    try (Stream<Path> list = Files.list(files())) {
      return list.toList();
    }
  }

  /** Everything in the folder, in a form that text can be looked for in. */
  private String bytes() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : persons()) {
      all.append(file.getFileName()).append(' ');
      all.append(new String(Files.readAllBytes(file), ISO_8859_1));
    }
    return all.toString();
  }

  private static String raw(float value) {
    return new String(ByteBuffer.allocate(4).putFloat(value).array(), ISO_8859_1);
  }

  @Test
  void whoIsEnrolledIsKnownAgainAfterARestart() throws IOException {
    PeopleDesk first = open();
    add(first, "Ann Müller");
    Enrolment enrolled = enrol(first, "Ann Müller", face(GOOD, 0.6f, 0.8f));
    first.close();

    PeopleDesk second = open();

    assertThat(second.all()).containsExactly(enrolled);
    assertThat(second.judge(face(GOOD, 0.6f, 0.8f), MODEL).orElseThrow().name())
        .contains("Ann Müller");
    assertThat(second.judge(face(GOOD, 0.8f, -0.6f), MODEL).orElseThrow().decision())
        .isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void onTheDiskNothingCanBeRead() throws IOException {
    PeopleDesk desk = open();
    add(desk, "Ann");
    enrol(desk, "Ann", face(GOOD, 0.6f, 0.8f));

    assertThat(persons()).hasSize(1);
    assertThat(bytes())
        .doesNotContain("Ann")
        .doesNotContain("form 7")
        .doesNotContain(raw(0.6f))
        .doesNotContain(MODEL);
    assertThat(Files.getPosixFilePermissions(persons().get(0))).hasSize(2);
  }

  @Test
  void anErasureLeavesNothing() throws IOException {
    PeopleDesk desk = open();
    String id = add(desk, "Ann").person().id();
    add(desk, "Bob");
    enrol(desk, "Ann", face(GOOD, 0.6f, 0.8f));
    assertThat(bytes()).contains(id);

    desk.erase("Ann", WHO).join();

    assertThat(persons()).hasSize(1);
    assertThat(bytes()).doesNotContain(id);
    assertThat(desk.judge(face(GOOD, 0.6f, 0.8f), MODEL).orElseThrow().decision())
        .isEqualTo(Decision.UNKNOWN);
    assertThat(audited).hasSize(4).allMatch(line -> line.contains("purpose=to know who comes in"));
    assertThat(audited.get(3)).startsWith("person-erased").contains(id).contains("token=admin");
    assertThat(String.join("\n", audited)).doesNotContain("Ann").doesNotContain("form 7");
    assertRefused(Reason.UNKNOWN, "nobody of that name", () -> desk.erase("Ann", WHO).join());
  }

  @Test
  void whoseTimeIsOverIsErasedAtTheNextStartOrMinute() throws IOException {
    PeopleDesk first = open();
    add(first, "Ann");
    first.close();
    now = now.plus(KEEP);

    open();

    await().untilAsserted(() -> assertThat(persons()).isEmpty());
    await().untilAsserted(() -> assertThat(audited).last().asString().startsWith("person-ended"));
  }

  @Test
  void nobodyStaysLongerThanTheSettingsSay() throws IOException {
    PeopleDesk desk = open();
    assertThat(add(desk, "Ann").person().until()).isEqualTo(now.plus(KEEP));
    for (Duration wrong : List.of(Duration.ZERO, KEEP.plusMillis(1))) {
      assertRefused(
          Reason.WRONG,
          "until is a time from now to",
          () -> desk.add("Bob", "", "", Optional.of(now.plus(wrong)), WHO).join());
    }
  }

  @Test
  void facesThatAreOfNoUseAreRefusedWithTheReason() throws IOException {
    PeopleDesk desk = open();
    add(desk, "Ann");
    SeenFace good = face(GOOD, 0.6f, 0.8f);
    assertRefused(Reason.NO_FACE, "no face is found", () -> enrol(desk, "Ann"));
    assertRefused(Reason.NO_FACE, "2 faces are in", () -> enrol(desk, "Ann", good, good));
    assertRefused(
        Reason.NO_FACE,
        "the face is 39 pixels high: at least 40",
        () -> enrol(desk, "Ann", face(FaceQuality.ofSmall(39), 0.6f, 0.8f)));
    assertRefused(
        Reason.NO_FACE,
        "blurred, turned away",
        () -> enrol(desk, "Ann", face(new FaceQuality(80, 3, 0, 120, false), 0.6f, 0.8f)));
    assertRefused(Reason.WRONG, "a vector", () -> enrol(desk, "Ann", face(GOOD, 0, 0)));
    enrol(desk, "Ann", good);
    assertRefused(Reason.NO_FACE, "enrolled already", () -> enrol(desk, "Ann", good));
    enrol(desk, "Ann", face(GOOD, 0.8f, 0.6f));
    assertRefused(Reason.UNKNOWN, "nobody", () -> enrol(desk, "Bob", good));
    assertThat(desk.find("Ann").faces()).hasSize(2);
    desk.close();
    assertThat(open().find("Ann").faces()).as("what was refused is not on the disk").hasSize(2);
  }

  /** The picture came for the first one, and was looked at meanwhile. */
  @Test
  void aFaceGoesToNobodyElseOfThatName() throws IOException {
    PeopleDesk desk = open();
    add(desk, "Ann");
    String first = id(desk, "Ann");
    desk.erase("Ann", WHO).join();
    add(desk, "Ann");

    assertRefused(
        Reason.UNKNOWN,
        "has been erased",
        () -> desk.enrol("Ann", first, List.of(face(GOOD, 0.6f, 0.8f)), MODEL, "", WHO).join());
    assertThat(desk.find("Ann").faces()).isEmpty();
  }

  /** It could not be named in a path, and so not be erased. */
  @Test
  void aNameThatNoPathCanHaveIsRefused() throws IOException {
    PeopleDesk desk = open();
    for (String name : List.of("Ann/Bob", ".", "..")) {
      assertRefused(Reason.WRONG, "", () -> add(desk, name));
    }
    assertThat(persons()).isEmpty();
  }

  @Test
  void twoPeopleHaveNotOneName() throws IOException {
    PeopleDesk desk = open();
    add(desk, "Ann");
    assertRefused(Reason.TAKEN, "choose another name", () -> add(desk, "Ann"));
    assertRefused(Reason.WRONG, "name of a person", () -> add(desk, " Ann"));
    assertThat(persons()).hasSize(1);
  }

  @Test
  void withAnotherKeyTheMasterDoesNotStart() throws IOException {
    PeopleDesk desk = open();
    add(desk, "Ann");
    desk.close();
    Files.writeString(key, "f".repeat(64));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be read with the key of people.key-file")
        .hasMessageContaining(persons().get(0).toString());
  }

  @Test
  void aFileThatWasChangedOrRenamedIsNotBelieved() throws IOException {
    PeopleDesk desk = open();
    add(desk, "Ann");
    desk.close();
    Path file = persons().get(0);
    byte[] whole = Files.readAllBytes(file);

    for (int at : new int[] {4, 10, 30, whole.length - 1}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(this::open).as("byte " + at).isInstanceOf(IOException.class);
    }
    Files.write(file, new byte[3]);
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    Files.delete(file);
    Files.write(file.resolveSibling("0".repeat(32) + ".person"), whole);
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
  }

  @Test
  void whatAWritingLeftBehindIsDeletedAtTheStart() throws IOException {
    open().close();
    Files.write(files().resolve("0".repeat(32) + ".part"), new byte[9]);

    open();

    assertThat(persons()).isEmpty();
  }

  @Test
  void aKeyThatIsNoneIsToldWithTheCommandThatMakesOne() throws IOException {
    Files.writeString(key, "secret");
    assertThatThrownBy(this::open)
        .hasMessageContaining("people.key-file")
        .hasMessageContaining("openssl rand -hex 32");
    Files.delete(key);
    assertThatThrownBy(this::open)
        .hasMessageContaining("there is no file")
        .hasMessageContaining("openssl rand -hex 32");
  }
}

package io.lynceus.store;

import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultFacts.StoredImage;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredFinding.Area;
import io.lynceus.store.result.StoredOutcome;
import io.lynceus.store.result.StoredResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Results for tests. */
final class TestResults {
  static final Instant START = Instant.parse("2026-11-30T00:00:00Z");
  static final List<String> CAMERAS = List.of("yard", "gate", "hall");
  static final List<String> LABELS = List.of("person", "car", "traffic light", "face");
  static final List<String> ZONES = List.of("drive", "door_1", "doorx1");
  static final List<String> PERSONS = List.of("Änne", "Bob O'Neil");

  private TestResults() {}

  /** A file of these bytes, and its hash. */
  static byte[] file(String seed, int bytes) {
    byte[] content = new byte[bytes];
    new Random(seed.hashCode()).nextBytes(content);
    return content;
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static StoredFinding finding(String label, double score) {
    return new StoredFinding(
        label.equals("face") ? "faces" : "objects",
        label,
        score,
        Optional.of(new Area(1, 2, 30.25, 40.5)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static ResultFacts facts(
      String uid, Instant at, Optional<String> camera, List<StoredFinding> findings) {
    return new ResultFacts(
        uid,
        at,
        "option",
        camera,
        Optional.of(uid + ".jpg"),
        new StoredImage(sha256(file(uid, 100)), "jpeg", 640, 480, 100),
        "complete",
        ByteBuffer.wrap(("{\"id\":\"" + uid + "\"}").getBytes(StandardCharsets.UTF_8)),
        findings,
        List.of(
            new StoredOutcome("faces", "ok", Optional.of("s1"), OptionalDouble.of(12.5)),
            new StoredOutcome("objects", "ok", Optional.of("s2"), OptionalDouble.of(40))));
  }

  static StoredResult result(
      String uid, Instant at, Optional<String> camera, List<StoredFinding> findings) {
    return new StoredResult(
        facts(uid, at, camera, findings),
        Optional.of(ByteBuffer.wrap(file(uid, 100))),
        Optional.of(ByteBuffer.wrap(file("small " + uid, 20))));
  }

  /** One with a person in it. */
  static StoredResult person(String uid, Instant at, String camera) {
    return result(uid, at, Optional.of(camera), List.of(finding("person", 0.9)));
  }

  /** A result with that content as its file. */
  static StoredResult withFile(String uid, Instant at, String camera, byte[] content) {
    ResultFacts facts = facts(uid, at, Optional.of(camera), List.of(finding("person", 0.9)));
    ResultFacts other =
        new ResultFacts(
            facts.uid(),
            facts.at(),
            facts.timeFrom(),
            facts.camera(),
            facts.name(),
            new StoredImage(sha256(content), "jpeg", 640, 480, content.length),
            facts.status(),
            facts.reply(),
            facts.findings(),
            facts.outcomes());
    return new StoredResult(other, Optional.of(ByteBuffer.wrap(content)), Optional.empty());
  }

  /** A result without pictures, with that reply. */
  static StoredResult withReply(String uid, Instant at, byte[] reply) {
    ResultFacts facts = facts(uid, at, Optional.of("yard"), List.of());
    ResultFacts other =
        new ResultFacts(
            facts.uid(),
            facts.at(),
            facts.timeFrom(),
            facts.camera(),
            facts.name(),
            facts.image(),
            facts.status(),
            ByteBuffer.wrap(reply),
            facts.findings(),
            facts.outcomes());
    return new StoredResult(other, Optional.empty(), Optional.empty());
  }

  /** A result of any kind, within ten hours. */
  static StoredResult random(Random random, int number) {
    String uid = "r" + number;
    List<StoredFinding> findings = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String label = any(random, LABELS);
      findings.add(
          new StoredFinding(
              label.equals("face") ? "faces" : "objects",
              label,
              random.nextInt(101) / 100.0,
              random.nextInt(5) == 0
                  ? Optional.empty()
                  : Optional.of(new Area(random.nextInt(600), 3, 4, 5)),
              some(random, ZONES),
              random.nextInt(3) == 0 ? Optional.of(any(random, PERSONS)) : Optional.empty(),
              random.nextInt(5) == 0 ? Optional.of("masked:tree") : Optional.empty()));
    }
    Instant at = START.plusMillis(random.nextInt(36_000_000) / 1000 * 1000L);
    byte[] file = file("random" + random.nextInt(20), 50);
    boolean partial = random.nextInt(6) == 0;
    ResultFacts facts =
        new ResultFacts(
            uid,
            at,
            "exif",
            random.nextInt(4) == 0 ? Optional.empty() : Optional.of(any(random, CAMERAS)),
            random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of("Über_" + random.nextInt(5) + " 車庫.png"),
            new StoredImage(sha256(file), "png", 10, 20, 50),
            partial ? "partial" : "complete",
            ByteBuffer.wrap(uid.repeat(20).getBytes(StandardCharsets.UTF_8)),
            findings,
            List.of(
                new StoredOutcome(
                    "objects",
                    partial ? "timeout" : "ok",
                    Optional.empty(),
                    OptionalDouble.empty())));
    return new StoredResult(facts, Optional.of(ByteBuffer.wrap(file)), Optional.empty());
  }

  static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static List<String> some(Random random, List<String> values) {
    List<String> chosen = new ArrayList<>(values);
    chosen.removeIf(value -> random.nextBoolean());
    return chosen;
  }

  static String text(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return new String(copy, StandardCharsets.UTF_8);
  }

  static boolean equal(byte[] a, ByteBuffer b) {
    byte[] copy = new byte[b.remaining()];
    b.duplicate().get(copy);
    return Arrays.equals(a, copy);
  }
}

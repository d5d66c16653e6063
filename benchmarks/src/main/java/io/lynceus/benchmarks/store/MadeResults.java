package io.lynceus.benchmarks.store;

import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultFacts.StoredImage;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredFinding.Area;
import io.lynceus.store.result.StoredOutcome;
import io.lynceus.store.result.StoredResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Results as twenty cameras bring them, one after the other, without pictures: four findings each
 * on average, a reply of 1.5 kB; one in ten thousand has a dog, one in a hundred is partial.
 */
final class MadeResults {
  static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  static final int SECONDS_APART = 2;
  static final int CAMERAS = 20;

  private static final List<String> LABELS =
      List.of("person", "car", "car", "truck", "bicycle", "backpack", "face", "bird");
  private static final int RARE = 10_000;
  private static final int PARTIAL = 100;
  private static final int REPLY_BYTES = 1_500;

  private final Random random = new Random(16);

  StoredResult next(long number) {
    List<StoredFinding> findings = new ArrayList<>();
    for (int i = random.nextInt(9); i > 0; i--) {
      findings.add(finding(LABELS.get(random.nextInt(LABELS.size()))));
    }
    if (number % RARE == RARE / 2) {
      findings.add(finding("dog"));
    }
    boolean partial = random.nextInt(PARTIAL) == 0;
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    ResultFacts facts =
        new ResultFacts(
            "still-" + number,
            START.plusSeconds(number * SECONDS_APART),
            "option",
            Optional.of("cam" + random.nextInt(CAMERAS)),
            Optional.of("IMG_" + number + ".jpg"),
            new StoredImage(HexFormat.of().formatHex(hash), "jpeg", 1280, 720, 168_949),
            partial ? "partial" : "complete",
            reply(number),
            findings,
            List.of(
                outcome("objects", partial ? "timeout" : "ok"),
                outcome("faces", "ok"),
                outcome("edges", "ok"),
                outcome("corners", "ok")));
    return new StoredResult(facts, Optional.empty(), Optional.empty());
  }

  private StoredFinding finding(String label) {
    Area box = new Area(random.nextInt(1000), random.nextInt(500), 50, 120);
    List<String> zones = random.nextInt(3) == 0 ? List.of("drive") : List.of();
    return new StoredFinding(
        label.equals("face") ? "faces" : "objects",
        label,
        random.nextInt(100) / 100.0,
        Optional.of(box),
        zones,
        Optional.empty(),
        Optional.empty());
  }

  private static StoredOutcome outcome(String analysis, String status) {
    return new StoredOutcome(analysis, status, Optional.of("s1"), OptionalDouble.of(41.5));
  }

  private ByteBuffer reply(long number) {
    StringBuilder json = new StringBuilder("{\"seq\":").append(number).append(",\"boxes\":[");
    while (json.length() < REPLY_BYTES) {
      json.append(random.nextInt(100_000) / 100.0).append(',');
    }
    return ByteBuffer.wrap(json.append("0]}").toString().getBytes(StandardCharsets.UTF_8));
  }
}

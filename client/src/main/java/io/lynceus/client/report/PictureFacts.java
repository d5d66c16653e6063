package io.lynceus.client.report;

import static io.lynceus.client.report.PictureCounts.words;

import io.lynceus.client.Headlines;
import io.lynceus.model.Analysis;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the report says about a picture in words: a line on its card, and all of it beside it. */
final class PictureFacts {
  static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private final Fragments fragments;
  private final Reply reply;

  PictureFacts(Fragments fragments, Reply reply) {
    this.fragments = fragments;
    this.reply = reply;
  }

  /** When the picture was taken, if the client or the file says so. */
  static Optional<OffsetDateTime> ownTime(Reply reply) {
    return reply
        .still()
        .time()
        .filter(time -> time.from() != TimeSource.ARRIVAL)
        .map(StillTime::time);
  }

  /** The line: when it was taken, its size, what was noticed, how long it took. */
  static String line(Reply reply) {
    List<String> facts = new ArrayList<>();
    ownTime(reply).ifPresent(time -> facts.add(WHEN.format(time)));
    reply
        .image()
        .ifPresent(
            image -> {
              facts.add(image.width() + " × " + image.height());
              facts.addAll(Headlines.of(image.condition().withFlat(false)));
            });
    reply
        .timing()
        .map(PictureFacts::analysed)
        .filter(time -> !time.isZero())
        .ifPresent(time -> facts.add("analysed in " + seconds(time)));
    return String.join(" · ", facts);
  }

  /** Everything, for the opened picture. */
  Html details() {
    List<Html> facts = new ArrayList<>();
    reply.still().camera().map(Camera::name).ifPresent(camera -> facts.add(fact("Camera", camera)));
    ownTime(reply)
        .ifPresent(
            time -> {
              boolean exif = reply.still().time().orElseThrow().from() == TimeSource.EXIF;
              facts.add(fact("Taken", WHEN.format(time) + (exif ? ", says the file" : "")));
            });
    reply.image().ifPresent(image -> addFile(facts, image));
    List<String> headlines = new ArrayList<>();
    reply
        .analyses()
        .forEach(
            (analysis, unit) ->
                unit.findings().ifPresent(f -> headlines.addAll(Headlines.of(analysis, f))));
    if (!headlines.isEmpty()) {
      facts.add(fact("Measured", String.join(" · ", headlines)));
    }
    reply
        .timing()
        .ifPresent(
            timing -> {
              facts.add(fact("Analysed in", seconds(analysed(timing))));
              facts.add(fact("Waited in line", seconds(waited(timing))));
            });
    return fragments.fill(
        "details",
        "facts",
        Fragments.packed(facts),
        "timings",
        reply.timing().map(this::timings).orElse(Html.NOTHING));
  }

  private void addFile(List<Html> facts, ImageInfo image) {
    List<String> file = new ArrayList<>();
    file.add(image.format().name());
    file.add(image.width() + " × " + image.height());
    file.add(String.format(Locale.ROOT, "%,d kB", (image.bytes() + 999) / 1000));
    file.addAll(Headlines.of(image.condition()));
    facts.add(fact("File", String.join(" · ", file)));
    facts.add(fact("SHA-256", image.sha256()));
  }

  private Html fact(String name, String value) {
    return fragments.fill("fact", "name", name, "value", value);
  }

  private Html timings(Timing timing) {
    List<Html> rows = new ArrayList<>();
    for (Map.Entry<Analysis, UnitReply> analysis : reply.analyses().entrySet()) {
      Optional<UnitRun> run = Optional.ofNullable(timing.units().get(analysis.getKey()));
      rows.add(
          fragments.fill(
              "row",
              "analysis",
              analysis.getKey().key(),
              "outcome",
              words(analysis.getValue().outcome()),
              "time",
              run.map(r -> seconds(r.time())).orElse(""),
              "slave",
              run.map(UnitRun::slave).orElse(""),
              "attempts",
              run.map(r -> String.valueOf(r.attempts())).orElse("")));
    }
    return rows.isEmpty()
        ? Html.NOTHING
        : fragments.fill("timings", "rows", Fragments.packed(rows));
  }

  /** What slaves worked on it, all analyses together: waiting is in none of their times. */
  private static Duration analysed(Timing timing) {
    return timing.units().values().stream()
        .map(UnitRun::time)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The rest: in the master's line and the slaves', and on the way. */
  private static Duration waited(Timing timing) {
    Duration waited = timing.total().minus(analysed(timing));
    return waited.isNegative() ? Duration.ZERO : waited; // units that ran at the same time
  }

  /** Such as {@code 0.12 s}. */
  static String seconds(Duration time) {
    double seconds = time.toNanos() / 1e9;
    return String.format(Locale.ROOT, seconds < 9.995 ? "%.2f s" : "%.1f s", seconds);
  }
}

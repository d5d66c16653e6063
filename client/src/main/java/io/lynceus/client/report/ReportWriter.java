package io.lynceus.client.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.client.FreshFile;
import io.lynceus.client.Totals;
import io.lynceus.client.drawing.Colours;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the report. The pictures go to a file beside it as they arrive, so that hundreds of them
 * need no memory; {@link #finish} writes the totals before them. For one thread.
 */
public final class ReportWriter implements Closeable {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final String CARDS = "{{cards}}";

  private final Path file;
  private final Path cardsFile;
  private final Writer cards;
  private final int maxSide;
  private final Fragments fragments = new Fragments();
  private final Totals totals = new Totals();

  /** Analyses with something to draw, and whether the page shows it from the start. */
  private final SortedMap<Analysis, Boolean> layers = new TreeMap<>();

  /**
   * Starts a report.
   *
   * @param file created or replaced by {@link #finish}; its folder is created if it is missing
   * @param pictures how many are expected: the more, the smaller each is in the page, so that a
   *     browser can still open the file
   */
  public ReportWriter(Path file, int pictures) throws IOException {
    this.file = file.toAbsolutePath();
    this.maxSide = pictures <= 50 ? 1280 : pictures <= 200 ? 960 : 640;
    this.cardsFile = beside(".cards");
    Files.createDirectories(cardsFile.getParent());
    this.cards = open(cardsFile);
  }

  /**
   * Adds a picture.
   *
   * @param name the picture's name in the page
   * @param picture its file; if it cannot be shown, the page says so
   */
  public void add(String name, Path picture, Reply reply) throws IOException {
    totals.add(reply);
    reply
        .analyses()
        .forEach((analysis, unit) -> unit.findings().ifPresent(f -> layer(analysis, f)));
    cards.write(new Card(fragments, name, reply).markup(picture, maxSide).markup());
    cards.write('\n');
  }

  /** Layers of boxes are shown from the start: points and maps cover the picture. */
  private void layer(Analysis analysis, Findings findings) {
    if (findings.detections().isPresent()) {
      layers.put(analysis, true);
    } else if (findings.points().isPresent() || findings.map().isPresent()) {
      layers.putIfAbsent(analysis, false);
    }
  }

  /**
   * Writes the report's file.
   *
   * @param elapsed from the first submission to the last reply
   * @param finished when that was
   */
  public void finish(Duration elapsed, LocalDateTime finished) throws IOException {
    cards.close();
    String page = page(elapsed, finished);
    int cut = page.lastIndexOf(CARDS);
    Path whole = beside(".part");
    try {
      try (Writer out = open(whole)) {
        out.write(page, 0, cut);
        try (var in = Files.newBufferedReader(cardsFile, UTF_8)) {
          in.transferTo(out);
        }
        out.write(page, cut + CARDS.length(), page.length() - cut - CARDS.length());
      }
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static Writer open(Path file) throws IOException {
    return new BufferedWriter(new OutputStreamWriter(FreshFile.open(file), UTF_8));
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private String page(Duration elapsed, LocalDateTime finished) {
    String script = Template.resource("report.js").text();
    return Template.resource("page.html")
        .fill(
            "title",
            totals.images() == 1 ? "1 picture" : totals.images() + " pictures",
            "when",
            WHEN.format(finished),
            "style",
            new Html(Template.resource("report.css").text() + layerStyles()),
            "script",
            new Html(script),
            "scriptHash",
            "sha256-" + sha256(script),
            "tiles",
            Fragments.joined(tiles(elapsed)),
            "labels",
            Fragments.joined(labels()),
            "layers",
            Fragments.joined(layerButtons()),
            "cards",
            new Html(CARDS))
        .markup();
  }

  private String layerStyles() {
    StringBuilder styles = new StringBuilder();
    for (Analysis layer : layers.keySet()) {
      styles.append(
          ".no-%s .stage .layer-%s { display: none; }\n".formatted(layer.key(), layer.key()));
    }
    return styles.toString();
  }

  private List<Html> layerButtons() {
    List<Html> buttons = new ArrayList<>();
    layers.forEach(
        (layer, shown) -> {
          String key = layer.key();
          String name = Character.toUpperCase(key.charAt(0)) + key.substring(1);
          buttons.add(fragments.fill("layer", "layer", key, "shown", shown, "name", name));
        });
    return buttons;
  }

  private List<Html> tiles(Duration elapsed) {
    double seconds = Math.max(1e-3, elapsed.toNanos() / 1e9);
    List<Html> tiles = new ArrayList<>();
    tiles.add(tile("", "Pictures", totals.images(), ""));
    tiles.add(tile("good", "Complete", totals.complete(), ""));
    tiles.add(tile(totals.partial() > 0 ? "warn" : "", "Partial", totals.partial(), ""));
    tiles.add(tile(totals.rejected() > 0 ? "bad" : "", "Rejected", totals.rejected(), ""));
    tiles.add(tile("", "Persons", totals.found("person"), unknown("person")));
    tiles.add(tile("", "Faces", totals.found("face"), unknown("face")));
    String speed = String.format(Locale.ROOT, "%.1f", totals.images() / seconds);
    tiles.add(tile("", "Pictures/s", speed, String.format(Locale.ROOT, "in %.1f s", seconds)));
    String slaves = String.join(", ", totals.unitsBySlave().keySet());
    tiles.add(tile("", "Slaves", totals.unitsBySlave().size(), slaves));
    return tiles;
  }

  private Html tile(String kind, String name, Object value, String note) {
    return fragments.fill("tile", "kind", kind, "name", name, "value", value, "note", note);
  }

  private String unknown(String label) {
    long unknown = totals.unknown(label);
    return unknown == 0 ? "" : "unknown in " + unknown + (unknown == 1 ? " picture" : " pictures");
  }

  /** The most frequent label comes first. */
  private List<Html> labels() {
    return totals.found().entrySet().stream()
        .filter(found -> found.getValue() > 0)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(found -> label(found.getKey(), found.getValue()))
        .toList();
  }

  private Html label(String label, long count) {
    String colour = Colours.css(Colours.of(label));
    return fragments.fill("chip", "colour", colour, "text", label + " " + count);
  }

  /**
   * The hash of the page's only allowed script: a script smuggled in by a file name does not run.
   */
  private static String sha256(String script) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes the temporary files; without {@link #finish} before, there is no report. */
  @Override
  public void close() throws IOException {
    cards.close();
    Files.deleteIfExists(cardsFile);
  }
}

package io.lynceus.client.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.client.FreshFile;
import io.lynceus.common.page.PageStyle;
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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the report. The pictures go to a file beside it as they arrive, so that hundreds of them
 * need no memory; {@link #finish} writes the sums before them. For one thread.
 */
public final class ReportWriter implements Closeable {
  private static final String CARDS = "{{cards}}";

  /** More pictures than this are shown in pages of {@value #PAGE}. */
  private static final int MAX_AT_ONCE = 500;

  private static final int PAGE = 200;

  private final Path file;
  private final Path cardsFile;
  private final Writer cards;
  private final ReportContext context;
  private final Thumbnails thumbnails;
  private final int page;
  private final Fragments fragments = new Fragments();
  private final Sums sums = new Sums();

  /** Analyses with something to draw, and whether the page shows it from the start. */
  private final SortedMap<Analysis, Boolean> layers = new TreeMap<>();

  /**
   * Starts a report.
   *
   * @param file created or replaced by {@link #finish}; its folder is created if it is missing
   * @param pictures how many are expected: the more, the smaller each is in the page, so that a
   *     browser can still open the file
   */
  public ReportWriter(Path file, int pictures, ReportContext context) throws IOException {
    this.file = file.toAbsolutePath();
    this.context = context;
    this.thumbnails = Thumbnails.of(pictures);
    this.page = pictures > MAX_AT_ONCE ? PAGE : MAX_AT_ONCE;
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
    PictureCounts counts = PictureCounts.of(reply, context.wanted());
    boolean later = sums.pictures() >= page;
    sums.add(reply, counts);
    reply
        .analyses()
        .forEach((analysis, unit) -> unit.findings().ifPresent(f -> layer(analysis, f)));
    Card card = new Card(fragments, name, reply, counts);
    cards.write(card.markup(picture, thumbnails, later).markup());
    cards.write('\n');
  }

  /** Layers of boxes are shown from the start: points and maps cover the picture. */
  private void layer(Analysis analysis, Findings findings) {
    if (findings.detections().isPresent()) {
      layers.put(analysis, true);
    } else if (thumbnails.layers()
        && (findings.points().isPresent()
            || findings.map().filter(map -> !map.isPicture()).isPresent())) {
      layers.putIfAbsent(analysis, false);
    }
  }

  /**
   * Writes the report's file.
   *
   * @param elapsed from the first submission to the last reply
   * @param finished when that was
   */
  public void finish(Duration elapsed, OffsetDateTime finished) throws IOException {
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

  private String page(Duration elapsed, OffsetDateTime finished) {
    String script = Template.resource("report.js").text();
    Summary summary = new Summary(fragments, sums);
    return Template.resource("page.html")
        .fill(
            "title",
            Summary.pictures(sums.pictures()),
            "off",
            layersThatAreOff(),
            "when",
            PictureFacts.WHEN.format(finished),
            "style",
            new Html(
                PageStyle.base()
                    + PageStyle.picture()
                    + Template.resource("report.css").text()
                    + layerStyles()),
            "script",
            new Html(script),
            "scriptHash",
            "sha256-" + sha256(script),
            "sums",
            summary.line(),
            "banner",
            summary.banner(),
            "kinds",
            summary.kinds(),
            "unsure",
            sums.unsure(),
            "pageSize",
            page,
            "layers",
            Fragments.joined(layerButtons()),
            "footer",
            summary.footer(elapsed, finished, context, omitted()),
            "cards",
            new Html(CARDS))
        .markup();
  }

  private String omitted() {
    return thumbnails.layers()
        ? ""
        : "edge maps and corner points: there are too many pictures; submit --annotate draws"
            + " them";
  }

  private String layerStyles() {
    StringBuilder styles = new StringBuilder();
    for (Analysis layer : layers.keySet()) {
      styles.append(
          ".no-%s .stage .layer-%s { display: none; }\n".formatted(layer.key(), layer.key()));
    }
    return styles.toString();
  }

  /** Classes of the page, which hide layers also without a script. */
  private String layersThatAreOff() {
    return layers.entrySet().stream()
        .filter(layer -> !layer.getValue())
        .map(layer -> "no-" + layer.getKey().key())
        .collect(Collectors.joining(" "));
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

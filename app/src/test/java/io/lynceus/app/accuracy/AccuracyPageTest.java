package io.lynceus.app.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.app.accuracy.LabelFinders.Sought;
import io.lynceus.app.truth.LabelledPictures;
import io.lynceus.app.truth.TruthException;
import io.lynceus.app.truth.TruthReader;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyPageTest {
  private static final String EVIL = "<script>alert('x')</script>\" onload=\"|\u001b[2J";

  @TempDir Path folder;

  @Test
  void namesOfStrangersAreTextAndNothingElse() throws IOException, TruthException {
    AccuracyResult result = result(1);

    Path page = folder.resolve("accuracy.html");
    new AccuracyPage(result).write(page, LocalDateTime.of(2026, 11, 29, 12, 0));

    assertThat(Files.readString(page))
        .contains("default-src 'none'")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;|\uFFFD[2J")
        .doesNotContain("<script")
        .doesNotContain("\u001b")
        .contains("1 missed, 1 false alarm");
    assertThat(new MarkdownTable(result).text())
        .contains("onload=\"\\|\\\\u001b[2J")
        .doesNotContain("\u001b");
  }

  @Test
  void thePageShowsNoMorePicturesThanWanted() throws IOException, TruthException {
    Path page = folder.resolve("accuracy.html");
    new AccuracyPage(result(0)).write(page, LocalDateTime.of(2026, 11, 29, 12, 0));

    assertThat(Files.readString(page)).doesNotContain("data:image/jpeg");
  }

  private AccuracyResult result(int most) throws IOException, TruthException {
    ImageIO.write(
        new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB),
        "png",
        folder.resolve("a.png").toFile());
    Files.writeString(
        folder.resolve("ground_truth.json"),
        new ObjectMapper()
            .writeValueAsString(
                Map.of("a.png", List.of(Map.of("class", EVIL, "box", List.of(1, 2, 30, 40))))));
    LabelledPictures labels = TruthReader.read(folder, Optional.empty());
    WorstPictures worst = new WorstPictures(most);
    Map<String, Optional<Sought>> sought =
        Map.of(EVIL, Optional.of(new Sought(Analysis.OBJECTS, EVIL)));
    AccuracyTally tally = new AccuracyTally(sought, .5, worst);
    Findings found =
        Findings.ofDetections("m", List.of(Detection.labelled(EVIL, .9f, new Box(50, 40, 20, 10))));
    Map<Analysis, Findings> all = Map.of(Analysis.OBJECTS, found);
    tally.add(
        labels.pictures().get(0),
        labels.pictures().get(0).labelsFor(80, 60),
        new Examiner.Seen(80, 60, Optional.empty(), all, all));
    return new AccuracyResult(
        EVIL,
        labels,
        new AccuracyResult.Rules("here", "objects 0.3", .5, .01, Optional.empty()),
        tally.sums(),
        List.of(new AccuracyResult.Problem(EVIL, AccuracyResult.Cause.BROKEN, EVIL)),
        worst.worstFirst());
  }
}

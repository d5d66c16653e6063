package io.lynceus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AskCheckTest {
  private static final Analysis FIRE = new Analysis("fire");
  private static final AnalysisDescriptor OBJECTS =
      AnalysisDescriptor.OBJECTS.withLabels(List.of("person", "car"));
  private static final AnalysisDescriptor UNTOLD_FIRE =
      new AnalysisDescriptor(
          FIRE,
          "",
          Set.of(FindingsKind.DETECTIONS),
          new TreeSet<>(),
          List.of(AnalysisOption.list("labels", "")),
          List.of());
  private static final AnalysisCatalog CATALOG =
      AnalysisCatalog.STANDARD.with(
          List.of(OBJECTS, UNTOLD_FIRE.withLabels(List.of("smoke", "flame"))));

  @Test
  void aLabelThatNoNetworkKnowsIsNamedWithTheNearest() {
    assertThat(check("car,people", Analysis.OBJECTS).wrongLabels().orElseThrow())
        .startsWith("there is no label 'people': did you mean person?")
        .doesNotContain("'car'");
    assertThat(check("face").wrongLabels().orElseThrow()).contains("analyses=faces");
    assertThat(check("Person,CAR").wrongLabels()).isEmpty();
  }

  @Test
  void aLabelCountsAsKnownOnlyToAnAnalysisThatIsAskedFor() {
    assertThat(check("smoke", Analysis.OBJECTS).wrongLabels()).isPresent();
    assertThat(check("smoke,person", Analysis.OBJECTS, FIRE).wrongLabels()).isEmpty();
  }

  @Test
  void eachAnalysisLooksForTheLabelsThatItKnowsOrThatNobodyKnows() {
    AskCheck check = check("smoke,person,people", Analysis.OBJECTS, FIRE, Analysis.FACES);
    assertThat(check.labelsOf(Analysis.OBJECTS)).containsExactly("person", "people");
    assertThat(check.labelsOf(FIRE)).containsExactly("smoke", "people");
    assertThat(check.labelsOf(Analysis.FACES)).isEmpty();
  }

  @Test
  void whatCannotBeKnownYetIsNotWrong() {
    Ask ask = ask("people", Analysis.OBJECTS);
    assertThat(new AskCheck(AnalysisCatalog.STANDARD, ask).wrongLabels())
        .as("no slave has told its labels")
        .isEmpty();
    assertThat(check("people", Analysis.OBJECTS, new Analysis("unknown")).wrongLabels())
        .as("nobody knows what that analysis reads")
        .isEmpty();
    AnalysisCatalog untold = AnalysisCatalog.STANDARD.with(List.of(OBJECTS, UNTOLD_FIRE));
    assertThat(new AskCheck(untold, ask("ember", Analysis.OBJECTS, FIRE)).wrongLabels())
        .as("the plug-in does not tell its labels")
        .isEmpty();
  }

  @Test
  void soManyDifferentNetworksAreTakenAndNotOneMore() {
    AnalysisCatalog full =
        AnalysisCatalog.STANDARD.with(
            IntStream.range(0, KnownLabels.MAX_NETWORKS)
                .mapToObj(i -> AnalysisDescriptor.OBJECTS.withLabels(List.of("label" + i)))
                .toList());
    assertThat(full.with(List.of(AnalysisDescriptor.OBJECTS.withLabels(List.of("label0")))))
        .as("known already")
        .isSameAs(full);
    assertThatThrownBy(() -> full.with(List.of(OBJECTS)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AskCheck check(String labels, Analysis... analyses) {
    return new AskCheck(CATALOG, ask(labels, analyses));
  }

  private static Ask ask(String labels, Analysis... analyses) {
    return Ask.DEFAULT.withAnalyses(List.of(analyses)).withOption("labels", labels);
  }
}

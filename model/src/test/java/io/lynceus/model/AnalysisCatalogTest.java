package io.lynceus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnalysisCatalogTest {
  private static final Analysis MATCH = new Analysis("match");
  private static final Analysis EMBEDDING = new Analysis("embedding");

  private final AnalysisCatalog catalog =
      AnalysisCatalog.STANDARD.with(
          List.of(
              describing(EMBEDDING, Analysis.FACES), describing(MATCH, EMBEDDING, Analysis.FACES)));

  @Test
  void whatIsNeededRunsBeforeAndOnce() {
    assertThat(catalog.inOrder(Set.of(MATCH, Analysis.EDGES)))
        .containsExactly(Analysis.EDGES, Analysis.FACES, EMBEDDING, MATCH);
  }

  @Test
  void anAnalysisThatNobodyKnowsNeedsNothing() {
    Analysis unknown = new Analysis("unknown");
    assertThat(catalog.inOrder(Set.of(unknown))).containsExactly(unknown);
    assertThat(catalog.descriptor(unknown)).isEmpty();
  }

  @Test
  void aCircleOfNeedsIsRefusedAndNamed() {
    assertThatThrownBy(
            () ->
                AnalysisCatalog.STANDARD.with(
                    List.of(describing(MATCH, EMBEDDING), describing(EMBEDDING, MATCH))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("match")
        .hasMessageContaining("embedding");
  }

  @Test
  void noSlaveChangesWhatAStandardAnalysisIs() {
    AnalysisCatalog told =
        AnalysisCatalog.STANDARD.with(List.of(describing(Analysis.FACES, Analysis.EDGES)));

    assertThat(told).isSameAs(AnalysisCatalog.STANDARD);
  }

  @Test
  void aLaterDescriptorReplacesTheEarlierOne() {
    AnalysisCatalog later = catalog.with(List.of(describing(MATCH)));

    assertThat(later.needs(MATCH)).isEmpty();
    assertThat(later.needs(EMBEDDING)).containsExactly(Analysis.FACES);
  }

  @Test
  void soManyAnalysesFitAndNotOneMore() {
    List<AnalysisDescriptor> most =
        IntStream.range(0, AnalysisCatalog.MAX_ANALYSES - Analysis.STANDARD.size())
            .mapToObj(i -> describing(new Analysis("a" + i)))
            .toList();
    AnalysisCatalog full = AnalysisCatalog.STANDARD.with(most);

    assertThat(full.descriptors()).hasSize(AnalysisCatalog.MAX_ANALYSES);
    assertThatThrownBy(() -> full.with(List.of(describing(MATCH))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theStandardAnalysesComeFirstAndTheOthersByTheirKeys() {
    assertThat(catalog.keys()).isEqualTo("objects,faces,edges,corners,embedding,match");
  }

  private static AnalysisDescriptor describing(Analysis analysis, Analysis... needs) {
    return new AnalysisDescriptor(
        analysis,
        "",
        EnumSet.of(FindingsKind.NUMBERS),
        new TreeSet<>(Set.of(needs)),
        List.of(),
        List.of());
  }
}

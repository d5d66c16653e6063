package io.lynceus.spark.plan;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.Ask;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is looked for in every picture of a run.
 *
 * @param analyses keys, sorted; empty means the standard ones
 * @param options by key, in their canonical form
 */
public record Wanted(List<String> analyses, TreeMap<String, String> options)
    implements Serializable {

  public Wanted {
    analyses = analyses.stream().sorted().distinct().toList();
    options = new TreeMap<>(options);
  }

  /**
   * Checks names and values. Of corners, the number is wanted unless the options say otherwise.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static Wanted of(List<String> analyses, Map<String, String> options) {
    TreeMap<String, String> canonical = new TreeMap<>();
    options.forEach(
        (key, value) -> {
          AnalysisOption option =
              AnalysisCatalog.STANDARD
                  .option(key)
                  .orElseThrow(
                      () -> new IllegalArgumentException("there is no option '" + key + "'"));
          String text = option.canonical(value);
          if (!text.isEmpty()) {
            canonical.put(key, text);
          }
        });
    List<Analysis> named = analyses.stream().map(Analysis::of).toList();
    if (!options.containsKey("corners") && (named.isEmpty() || named.contains(Analysis.CORNERS))) {
      canonical.put("corners", "count");
    }
    return new Wanted(named.stream().map(Analysis::key).toList(), canonical);
  }

  /** As the client library asks. */
  public Ask ask() {
    Ask ask = Ask.DEFAULT.withAnalyses(analyses.stream().map(Analysis::new).toList());
    for (Map.Entry<String, String> option : options.entrySet()) {
      ask = ask.withOption(option.getKey(), option.getValue());
    }
    return ask;
  }

  /** The same text for the same question: what a table is kept for. */
  public String text() {
    return "analyses="
        + (analyses.isEmpty() ? "standard" : String.join(",", analyses))
        + " "
        + options;
  }
}

package io.lynceus.store.result;

import java.util.List;
import java.util.Optional;

/**
 * Results, those of the latest stills first.
 *
 * @param results at most as many as were asked for; fewer when their replies are long
 * @param next the cursor of the next page; empty when this is the last one. A result that comes
 *     between two pages makes none come twice or be left out
 */
public record ResultPage(List<FoundResult> results, Optional<String> next) {
  public ResultPage {
    results = List.copyOf(results);
  }
}

package io.lynceus.client.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report's pieces of markup by name. Immutable. */
final class Fragments {
  private final Map<String, Template> byName = Template.fragments("fragments.html");

  /** See {@link Template#fill}. */
  Html fill(String name, Object... values) {
    Template template = byName.get(name);
    if (template == null) {
      throw new IllegalArgumentException("no fragment " + name);
    }
    return template.fill(values);
  }

  static Html joined(List<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining("\n")));
  }
}

package io.lynceus.client.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A page's pieces of markup by name. Immutable. */
public final class Fragments {
  private final Map<String, Template> byName;

  /** Those of the report. */
  Fragments() {
    this(Fragments.class, "fragments.html");
  }

  /** Those in a resource beside a class: a comment before each names it. */
  public Fragments(Class<?> neighbour, String file) {
    this.byName = Template.fragments(neighbour, file);
  }

  /** See {@link Template#fill}. */
  public Html fill(String name, Object... values) {
    Template template = byName.get(name);
    if (template == null) {
      throw new IllegalArgumentException("no fragment " + name);
    }
    return template.fill(values);
  }

  /** One after the other, each on a line of its own. */
  public static Html joined(List<Html> parts) {
    return joined(parts, "\n");
  }

  /** One after the other, without anything between them. */
  static Html packed(List<Html> parts) {
    return joined(parts, "");
  }

  private static Html joined(List<Html> parts, String between) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining(between)));
  }
}

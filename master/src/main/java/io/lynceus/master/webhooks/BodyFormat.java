package io.lynceus.master.webhooks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the body of a request is. */
enum BodyFormat {
  /** JSON: the event, or the template. */
  JSON,
  /** A form, {@code application/x-www-form-urlencoded}, of the template's fields. */
  FORM,
  /** A form with the picture as one of its parts, {@code multipart/form-data}. */
  MULTIPART,
  /** The picture itself; what happened stands in the query of the address. */
  IMAGE;

  static final List<String> KEYS = Arrays.stream(values()).map(BodyFormat::key).toList();

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a template has lines {@code name = value}. */
  boolean hasFields() {
    return this == FORM || this == MULTIPART;
  }
}

package io.lynceus.master.webhooks;

import com.typesafe.config.Config;
import io.lynceus.model.settings.Check;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All webhooks of a master.
 *
 * @param publicUrl where people reach the master's HTTP port, without a slash at its end; empty if
 *     it is not set
 */
public record WebhookSettings(List<WebhookConfig> webhooks, String publicUrl) {
  private static final String URL = "http.public-url";

  /** No webhook. */
  public static final WebhookSettings NONE = new WebhookSettings(List.of(), "");

  /**
   * Reads {@code webhooks} and {@code http.public-url}.
   *
   * @throws IllegalArgumentException naming the key that cannot be
   */
  public static WebhookSettings of(Config settings) {
    String url = settings.getString(URL).strip().replaceAll("/+$", "");
    Check.that(
        url.isEmpty() || isAddress(url),
        URL,
        "an address such as https://host:7080",
        "'" + url + "'");
    return new WebhookSettings(WebhookConfig.all(settings.getConfig("webhooks")), url);
  }

  private static boolean isAddress(String url) {
    try {
      URI uri = URI.create(url);
      return List.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The names by which rules of events know them. */
  public Set<String> channels() {
    return webhooks.stream().map(WebhookConfig::channel).collect(Collectors.toSet());
  }
}

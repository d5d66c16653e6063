package io.lynceus.common.http;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The setting {@code http.allowed-hosts}: the names of a server besides those that are safe by
 * themselves. A web page can give its own name this machine's address (DNS rebinding), and its
 * browser then takes the server for the page's own. Addresses and names of loopback cannot be given
 * to another machine.
 */
public final class AllowedHosts {
  /** No names but those that are safe by themselves. */
  public static final AllowedHosts NONE = new AllowedHosts(Set.of());

  private static final String LOCALHOST = "localhost";
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-][a-z0-9._-]{0,252}");

  private final Set<String> names;

  private AllowedHosts(Set<String> names) {
    this.names = names;
  }

  /**
   * Reads the setting.
   *
   * @param setting a list of names, or a text of names with commas between them
   * @throws IllegalArgumentException for text that is no host name; the message names the setting
   */
  public static AllowedHosts of(Object setting) {
    Collection<?> given =
        setting instanceof Collection<?> list
            ? list
            : Arrays.asList(setting.toString().split(",", -1));
    List<String> names =
        given.stream()
            .map(name -> withoutDot(name.toString().strip().toLowerCase(Locale.ROOT)))
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "http.allowed-hosts has names such as cams.example.com, without scheme and port, not '"
                + name
                + "'");
      }
    }
    return new AllowedHosts(names.stream().collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Whether a request to this host is served.
   *
   * @param host in lower case, without a port; IPv6 in brackets
   */
  boolean contains(String host) {
    String name = withoutDot(host);
    return name.isEmpty()
        || isAddress(name)
        || name.equals(LOCALHOST)
        || name.endsWith("." + LOCALHOST)
        || names.contains(name);
  }

  private static boolean isAddress(String host) {
    return host.startsWith("[")
        ? NetUtil.isValidIpV6Address(host.substring(1, host.length() - 1))
        : NetUtil.isValidIpV4Address(host);
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** The names of the setting. */
  @Override
  public String toString() {
    return names.toString();
  }
}

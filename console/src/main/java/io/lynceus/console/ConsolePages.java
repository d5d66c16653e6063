package io.lynceus.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.page.FindingKind;
import io.lynceus.common.page.PageStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The console as files: one page, one style, one script, one icon, all from this jar. They hold no
 * data: what they show they ask the master for, with that one's rights who has signed in. An
 * asset's name has the hash of its content, so browsers keep it for good. Immutable.
 */
public final class ConsolePages {
  /**
   * Nothing from elsewhere, no script or style inside the page, no frame around it, and no text
   * becomes markup.
   */
  public static final String POLICY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'";

  /** The path of the style, the script and the icon. */
  public static final String ASSETS = "/assets/{name}";

  private static final String HTML = "text/html; charset=utf-8";

  /** In this order they are one script. */
  static final List<String> SCRIPTS =
      List.of(
          "base.js",
          "still.js",
          "keys.js",
          "strip.js",
          "search.js",
          "picture.js",
          "watch.js",
          "events.js",
          "ledger.js",
          "rules.js",
          "zones.js",
          "cameras.js",
          "tasks.js",
          "cluster.js",
          "try.js",
          "api.js",
          "settings.js",
          "app.js");

  private static final Pattern COMMENT = Pattern.compile("(?ms)^ */\\*.*?\\*/ *\n|^ *//.*?\n");

  private final Map<String, Asset> assets = new LinkedHashMap<>();
  private final HttpResponse page;

  /**
   * Reads the files.
   *
   * @param version of Lynceus
   */
  public ConsolePages(String version) {
    StringBuilder script = new StringBuilder("'use strict';\n").append(kinds());
    SCRIPTS.forEach(name -> script.append(dense(resource(name))));
    String css =
        asset(
            "console",
            "css",
            "text/css",
            dense(PageStyle.base() + PageStyle.picture() + resource("console.css")));
    String js = asset("console", "js", "text/javascript", script.toString());
    String icon = asset("icon", "svg", "image/svg+xml", resource("icon.svg"));
    String html =
        resource("index.html")
            .replace("{{css}}", css)
            .replace("{{js}}", js)
            .replace("{{icon}}", icon)
            .replace("{{version}}", version);
    page = response(HTML, html, Map.of("Cache-Control", "no-cache", "Vary", "Accept"));
  }

  /** Without indentation, and without comments on lines of their own. */
  private static String dense(String text) {
    return COMMENT.matcher(text).replaceAll("").replaceAll("(?m)^ +", "");
  }

  /** The groups of labels, as {@link FindingKind} has them. */
  private static String kinds() {
    StringJoiner kinds = new StringJoiner(",", "const KINDS = {", "};\n");
    for (FindingKind kind : FindingKind.values()) {
      for (String label : new TreeSet<>(kind.labels())) {
        kinds.add("'%s':'%s'".formatted(label, kind.key()));
      }
    }
    return kinds.toString();
  }

  /**
   * A file of the page.
   *
   * @param packed the same with gzip
   */
  private record Asset(HttpResponse plain, HttpResponse packed) {}

  private String asset(String name, String extension, String type, String content) {
    String file = "%s.%s.%s".formatted(name, hash(content), extension);
    HttpResponse plain =
        response(
            type + "; charset=utf-8",
            content,
            Map.of(
                "Cache-Control", "public, max-age=31536000, immutable", "Vary", "Accept-Encoding"));
    HttpResponse packed =
        new HttpResponse(200, plain.headers(), plain.type(), gzip(content))
            .with(Map.of("Content-Encoding", "gzip"));
    assets.put(file, new Asset(plain, packed));
    return ASSETS.replace("{name}", file);
  }

  private static ByteBuffer gzip(String content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /** {@code GET} of {@link #ASSETS}; empty for a name that there is not, or no longer. */
  public Optional<HttpResponse> asset(HttpExchange exchange) {
    boolean packed =
        exchange.header("Accept-Encoding").filter(ConsolePages::acceptsGzip).isPresent();
    return Optional.ofNullable(assets.get(exchange.pathVariable("name")))
        .map(asset -> packed ? asset.packed() : asset.plain());
  }

  /** Whether the codings of a browser have gzip, and not with the weight 0, which refuses it. */
  static boolean acceptsGzip(String codings) {
    return Arrays.stream(codings.split(",", -1))
        .map(coding -> coding.replace(" ", ""))
        .anyMatch(coding -> coding.matches("(?i)gzip(;q=(1|0?\\.\\d*[1-9]\\d*|1\\.0*))?"));
  }

  /** What all files of the page weigh for a browser, in bytes: {packed, plain}. */
  int[] weight() {
    int[] weight = {page.body().remaining(), page.body().remaining()};
    for (Asset asset : assets.values()) {
      weight[0] += asset.packed().body().remaining();
      weight[1] += asset.plain().body().remaining();
    }
    return weight;
  }

  /** {@code GET /} of a browser. */
  public void answer(HttpExchange exchange) {
    exchange.respond(page);
  }

  /** Whether a request is one of a browser that wants a page, and not one of curl. */
  public static boolean isWantedBy(HttpExchange exchange) {
    return exchange.header("Accept").filter(types -> types.contains("text/html")).isPresent();
  }

  private static HttpResponse response(String type, String content, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Security-Policy", POLICY);
    all.put("X-Frame-Options", "DENY");
    all.put("X-Content-Type-Options", "nosniff");
    all.put("Referrer-Policy", "no-referrer");
    all.put("Cross-Origin-Opener-Policy", "same-origin");
    return new HttpResponse(200, Map.copyOf(all), type, ByteBuffer.wrap(content.getBytes(UTF_8)));
  }

  /** 64 bits of SHA-256: two versions of a file do not meet by chance. */
  private static String hash(String content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ConsolePages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}

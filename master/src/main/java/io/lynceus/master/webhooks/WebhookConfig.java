package io.lynceus.master.webhooks;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.settings.Check;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of a webhook, as {@code config/master.conf} explains them. No file is read yet.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 * @param url where to; empty if a file has it
 * @param urlFile a file with it, for addresses that are secrets
 * @param secretFile the file with the secrets that sign
 * @param types which changes of an event are told
 * @param image what becomes of the picture
 * @param imageBytes the largest picture that goes along
 * @param timeout from the beginning of an attempt to the head of its answer, 100 ms to 60 s
 * @param body what the body is
 * @param headers of each request
 * @param ca the CAs that are trusted in place of the JVM's
 */
public record WebhookConfig(
    String name,
    String url,
    Optional<Path> urlFile,
    Optional<Path> secretFile,
    Set<EventChange.Type> types,
    Image image,
    long imageBytes,
    Duration timeout,
    Body body,
    Headers headers,
    Optional<Path> ca) {
  /** The keys of a webhook; {@code headers} and {@code header-files} have keys below. */
  public static final List<String> KEYS =
      List.of(
          "url",
          "url-file",
          "secret-file",
          "events",
          "image",
          "image-bytes",
          "image-part",
          "timeout",
          "format",
          "template-file",
          "ca-file");

  /** The keys that have names of headers below. */
  public static final List<String> HEADER_KEYS = List.of("headers", "header-files");

  public static final int MOST = 20;

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final long USUAL_IMAGE_BYTES = 2 << 20;
  private static final long MOST_IMAGE_BYTES = 32 << 20;

  /** What becomes of the picture of an event. */
  public enum Image {
    /** Nothing. */
    NONE,
    /** The address of it goes along. */
    LINK,
    /** It goes along. */
    ATTACH;

    static final List<String> KEYS = Arrays.stream(values()).map(Image::key).toList();

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the body is.
   *
   * @param template the file with the template
   * @param part the name of a multipart body's part with the picture
   */
  public record Body(BodyFormat format, Optional<Path> template, String part) {}

  /**
   * Headers of each request.
   *
   * @param values by names
   * @param files with values, by names
   */
  public record Headers(Map<String, String> values, Map<String, Path> files) {}

  /**
   * All webhooks.
   *
   * @param settings {@code webhooks}
   * @throws IllegalArgumentException naming the key that cannot be
   */
  public static List<WebhookConfig> all(Config settings) {
    List<String> names = settings.root().keySet().stream().sorted().toList();
    Check.that(
        names.size() <= MOST, "webhooks", "a list of at most " + MOST + " webhooks", names.size());
    return names.stream()
        .map(
            name -> {
              String path = ConfigUtil.quoteString(name);
              Check.that(
                  NAME.matcher(name).matches(),
                  "webhooks.NAME",
                  "1 to 40 of a-z 0-9 _ -",
                  "'" + name + "'");
              Check.that(
                  settings.getValue(path).valueType() == ConfigValueType.OBJECT,
                  "webhooks." + name,
                  "an object: " + name + " { url = … }",
                  "a value");
              return of(name, settings.getConfig(path));
            })
        .toList();
  }

  private static WebhookConfig of(String name, Config own) {
    String prefix = key(name, "");
    String url = text(own, "url");
    Optional<Path> urlFile = path(own, "url-file");
    Check.that(
        url.isEmpty() == urlFile.isPresent(),
        prefix + "url",
        "set, or else " + prefix + "url-file is",
        url.isEmpty() ? "neither" : "both");
    String image = word(own, "image", Image.NONE.key());
    Check.oneOf(prefix + "image", image, Image.KEYS);
    String format = word(own, "format", BodyFormat.JSON.key());
    Check.oneOf(prefix + "format", format, BodyFormat.KEYS);
    long bytes = own.hasPath("image-bytes") ? own.getBytes("image-bytes") : USUAL_IMAGE_BYTES;
    Check.size(prefix + "image-bytes", bytes, 1, MOST_IMAGE_BYTES);
    WebhookConfig config =
        new WebhookConfig(
            name,
            url,
            urlFile,
            path(own, "secret-file"),
            types(prefix, own),
            Image.valueOf(image.toUpperCase(Locale.ROOT)),
            bytes,
            timeout(prefix, own),
            new Body(
                BodyFormat.valueOf(format.toUpperCase(Locale.ROOT)),
                path(own, "template-file"),
                part(prefix, own)),
            headers(prefix, own),
            path(own, "ca-file"));
    config.checkBody();
    return config;
  }

  private void checkBody() {
    boolean template = body.template().isPresent();
    Check.that(
        template || !body.format().hasFields(),
        key("template-file"),
        "a file, as format = " + body.format().key() + " needs one",
        "empty");
    Check.that(
        !template || body.format() != BodyFormat.IMAGE,
        key("template-file"),
        "empty, as format = image sends the picture itself",
        "set");
    Check.that(
        body.format() != BodyFormat.IMAGE || image == Image.ATTACH,
        key("image"),
        "attach, as format = image sends the picture itself",
        image.key());
    Check.that(
        image != Image.ATTACH || body.format() != BodyFormat.FORM,
        key("format"),
        "json, multipart or image, as a form cannot have a picture",
        body.format().key());
  }

  private static String part(String prefix, Config own) {
    String part = word(own, "image-part", "photo");
    Check.that(NAME.matcher(part).matches(), prefix + "image-part", "1 to 40 of a-z 0-9 _ -", part);
    return part;
  }

  private static Set<EventChange.Type> types(String prefix, Config own) {
    Set<EventChange.Type> types = EnumSet.noneOf(EventChange.Type.class);
    List<String> keys =
        Arrays.stream(EventChange.Type.values()).map(EventChange.Type::key).toList();
    for (String type : own.hasPath("events") ? list(own, "events") : List.of("new")) {
      Check.oneOf(prefix + "events", type, keys);
      types.add(EventChange.Type.valueOf(type.toUpperCase(Locale.ROOT)));
    }
    Check.that(!types.isEmpty(), prefix + "events", "some of new, update and end", "empty");
    return Set.copyOf(types);
  }

  /** A number alone is refused: HOCON takes it for milliseconds. */
  private static Duration timeout(String prefix, Config own) {
    if (!own.hasPath("timeout")) {
      return Duration.ofSeconds(5);
    }
    String given = own.getString("timeout");
    Check.that(
        !NUMBER.matcher(given.strip()).matches(),
        prefix + "timeout",
        "a time with its unit, such as 5 s",
        "'" + given + "'");
    Duration time = own.getDuration("timeout");
    Check.time(prefix + "timeout", time, Duration.ofMillis(100), Duration.ofSeconds(60));
    return time;
  }

  private static Headers headers(String prefix, Config own) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, Path> files = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String key : HEADER_KEYS) {
      if (own.hasPath(key)) {
        Config all = own.getConfig(key);
        for (String header : all.root().keySet()) {
          String value = all.getString(ConfigUtil.quoteString(header));
          WebhookHeaders.check(prefix + key + "." + header, header);
          Check.that(
              !values.containsKey(header) && !files.containsKey(header),
              prefix + key + "." + header,
              "set once",
              "set twice");
          if (key.equals("headers")) {
            values.put(header, value);
          } else {
            files.put(header, Path.of(value));
          }
        }
      }
    }
    return new Headers(values, files);
  }

  private static String text(Config own, String key) {
    return own.hasPath(key) ? own.getString(key).strip() : "";
  }

  private static String word(Config own, String key, String usual) {
    String text = text(own, key);
    return text.isEmpty() ? usual : text;
  }

  private static Optional<Path> path(Config own, String key) {
    return Optional.of(text(own, key)).filter(text -> !text.isEmpty()).map(Path::of);
  }

  /** A list, or a text of words with commas between them, as {@code --set} has it. */
  private static List<String> list(Config own, String key) {
    List<String> texts =
        own.getValue(key).valueType() == ConfigValueType.LIST
            ? own.getStringList(key)
            : Stream.of(own.getString(key).split(",", -1)).toList();
    List<String> words = new ArrayList<>(texts.stream().map(String::strip).toList());
    words.removeIf(String::isEmpty);
    return words;
  }

  private static String key(String name, String key) {
    return "webhooks." + name + "." + key;
  }

  /** The whole key of one of its settings, for messages. */
  String key(String setting) {
    return key(name, setting);
  }

  /** As {@code then} of a rule names it. */
  public String channel() {
    return CHANNEL + name;
  }

  /** Before the name of each webhook's channel. */
  public static final String CHANNEL = "webhook.";
}

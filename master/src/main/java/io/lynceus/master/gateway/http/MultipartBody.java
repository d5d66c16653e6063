package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.http.RefusedRequestException.badRequest;
import static io.lynceus.master.gateway.http.RefusedRequestException.unsupportedType;

import io.lynceus.common.http.MultipartParser;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.image.ImageLimits;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A {@code multipart/form-data} body: the image is its field {@code image}, others are dropped. */
final class MultipartBody implements ImageBody {
  /** What a form may hold besides the image. */
  static final int MOST_BESIDES = 64 << 10;

  private static final String FORM = "multipart/form-data";
  private static final String DISPOSITION = "Content-Disposition:";
  private static final String FIELD = "image";
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
  private static final Pattern PARAMETER =
      Pattern.compile("(?i);\\s*(name|filename)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]*+))");

  private final ImageLimits limits;
  private final RawBody image;
  private final MultipartParser parser;
  private long besides;
  private boolean inImage;
  private boolean found;
  private @Nullable String fileName;
  private @Nullable RefusedRequestException refusal;

  /**
   * @param contentType the header, with the boundary
   * @throws RefusedRequestException when it is not that of a form, or names no boundary
   */
  MultipartBody(Gateway gateway, String contentType) throws RefusedRequestException {
    if (!contentType.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      throw unsupportedType("of multipart bodies the master takes " + FORM + " only");
    }
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw badRequest("the header Content-Type of a multipart form names a boundary");
    }
    limits = gateway.config().images();
    image = new RawBody(gateway);
    parser =
        new MultipartParser(
            boundary.group(1) != null ? boundary.group(1) : boundary.group(2), new Parts());
  }

  @Override
  public void take(ByteBuffer bytes) throws RefusedRequestException {
    besides += bytes.remaining();
    try {
      parser.parse(bytes);
    } catch (MultipartParser.MalformedException e) {
      throw badRequest("the body is not a multipart form: " + e.getMessage());
    }
    if (refusal != null) {
      throw refusal;
    }
    if (besides > MOST_BESIDES) {
      throw new RefusedRequestException(Refusals.tooLarge(limits));
    }
  }

  @Override
  public ByteBuffer image() throws RefusedRequestException {
    if (!parser.isEnded()) {
      throw new RefusedRequestException(Refusals.CUT_OFF);
    }
    if (!found) {
      throw badRequest("the form has no field '" + FIELD + "': send the image in one");
    }
    return image.image();
  }

  @Override
  public Optional<String> fileName() {
    return Optional.ofNullable(fileName);
  }

  @Override
  public void clear() {
    image.clear();
  }

  /** Told by the parser what it finds. */
  private final class Parts implements MultipartParser.Listener {

    @Override
    public void part() {
      inImage = false;
    }

    @Override
    public void header(String line) {
      if (!line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length())
          || !parameter(line, "name").equals(Optional.of(FIELD))) {
        return;
      }
      if (found) {
        refusal = badRequest("the form has two fields '" + FIELD + "': send each image by itself");
      }
      found = true;
      inImage = true;
      fileName = parameter(line, "filename").filter(text -> !text.isEmpty()).orElse(null);
    }

    @Override
    public void content(ByteBuffer bytes) {
      if (inImage && refusal == null) {
        besides -= bytes.remaining();
        try {
          image.take(bytes);
        } catch (RefusedRequestException e) {
          refusal = e;
        }
      }
    }

    private static Optional<String> parameter(String header, String key) {
      Matcher parameters = PARAMETER.matcher(header);
      while (parameters.find()) {
        if (parameters.group(1).equalsIgnoreCase(key)) {
          String quoted = parameters.group(2);
          return Optional.of(
              quoted == null ? parameters.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
      }
      return Optional.empty();
    }
  }
}

package io.lynceus.master.gateway.http;

import static io.lynceus.master.gateway.http.RefusedRequestException.badRequest;
import static io.lynceus.master.gateway.http.RefusedRequestException.unsupportedType;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.MultipartParser;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.ImageLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart/form-data} body. The image is its one file: a part with a file name, a part
 * that starts as an image does, or the field {@code image}. Files that are texts are passed over,
 * if they are not that field. The other fields may be options.
 */
final class MultipartBody implements ImageBody {
  /** What a form may hold besides the image. */
  static final int MOST_BESIDES = 64 << 10;

  private static final String FORM = "multipart/form-data";
  private static final String FIELD = "image";

  private final RawBody image;
  private final MultipartParser parser;
  private final String boundary;
  private final List<Map.Entry<String, String>> fields = new ArrayList<>();

  /** The start of the current part; of a field, all of it. */
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  private long besides;
  private FormPart part = new FormPart();
  private boolean isAnyPart;
  private Kind kind = Kind.UNCLEAR;
  private @Nullable FormPart found;
  private Optional<String> wrongField = Optional.empty();
  private @Nullable RefusedRequestException refusal;

  /** What a part is, by its header and its first bytes. */
  private enum Kind {
    UNCLEAR,
    IMAGE,
    FIELD,
    PASSED_OVER
  }

  /**
   * @param contentType the header, with the boundary
   * @throws RefusedRequestException when it is not that of a form, or names no boundary
   */
  MultipartBody(ImageLimits limits, ByteBudget budget, String contentType)
      throws RefusedRequestException {
    if (!contentType.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      throw unsupportedType("of multipart bodies the master takes " + FORM + " only");
    }
    boundary =
        MultipartParser.boundary(contentType)
            .orElseThrow(
                () ->
                    badRequest(
                        "the header Content-Type of a form has to name its boundary: let the HTTP"
                            + " client set the header, as curl -F does"));
    image = new RawBody(limits, budget, "");
    parser = new MultipartParser(boundary, new Parts());
  }

  @Override
  public void take(ByteBuffer bytes) throws RefusedRequestException {
    besides += bytes.remaining();
    try {
      parser.parse(bytes);
    } catch (MultipartParser.MalformedException e) {
      throw badRequest("the body is not a multipart form: " + e.getMessage());
    }
    requireNoRefusal();
    if (besides > MOST_BESIDES) {
      throw tooMuchBesides();
    }
  }

  private void requireNoRefusal() throws RefusedRequestException {
    if (refusal != null) {
      throw refusal;
    }
  }

  private RefusedRequestException tooMuchBesides() {
    Optional<String> wrongField =
        kind == Kind.FIELD ? wrong(part, ByteBuffer.wrap(text.toByteArray())) : Optional.empty();
    return RefusedRequestException.tooLarge(
        wrongField.orElse(
            "besides an image the form has more than %d bytes: send the image as a file, such as"
                    .formatted(MOST_BESIDES)
                + " curl -F image=@FILE"));
  }

  @Override
  public ByteBuffer image() throws RefusedRequestException {
    endPart();
    requireNoRefusal();
    if (!parser.isEnded()) {
      throw badRequest(
          isAnyPart
              ? "the form has no end: its last line has to be '--" + boundary + "--'"
              : "the body has no line '--%s', the boundary that its header Content-Type names"
                  .formatted(boundary));
    }
    if (found == null) {
      throw badRequest(
          wrongField.orElse(
              "the form has no image: send it as a file, such as curl -F image=@FILE"));
    }
    return image.image("the file " + found.described(), found.type());
  }

  /** The image may be in a field, as base64 or the like. */
  private static Optional<String> wrong(FormPart part, ByteBuffer content) {
    return WrongBody.of(content, "the field '" + part.field() + "'", part.type());
  }

  @Override
  public boolean isWhole() {
    return parser.isEnded();
  }

  @Override
  public Optional<String> fileName() {
    return Optional.ofNullable(found).flatMap(FormPart::fileName);
  }

  @Override
  public List<Map.Entry<String, String>> fields() {
    return fields;
  }

  @Override
  public void clear() {
    image.clear();
  }

  /** Decides what the part is as soon as its first bytes tell. */
  private void decide(boolean whole) {
    ByteBuffer start = ByteBuffer.wrap(text.toByteArray());
    FirstBytes first = FirstBytes.of(start);
    if (first instanceof FirstBytes.MoreNeeded && !whole) {
      return;
    }
    if (isImage(first)) {
      kind = Kind.IMAGE;
      begin();
      takeImage(start);
      text.reset();
    } else {
      kind = part.hasFileName() ? Kind.PASSED_OVER : Kind.FIELD;
    }
  }

  private boolean isImage(FirstBytes first) {
    if (part.field().equals(FIELD) || first instanceof FirstBytes.Image) {
      return true;
    }
    return part.hasFileName() && (first instanceof FirstBytes.NotAccepted || !part.isText());
  }

  private void begin() {
    if (found != null) {
      refuse(
          badRequest(
              "the form has two files, %s and %s: send each image in a request of its own"
                  .formatted(found.described(), part.described())));
    } else if (part.encoding().isPresent()) {
      refuse(
          unsupportedType(
              "the file %s is encoded as %s: send its bytes as they are"
                  .formatted(part.described(), part.encoding().get())));
    } else {
      found = part;
    }
  }

  private void takeImage(ByteBuffer bytes) {
    besides -= bytes.remaining();
    try {
      image.take(bytes);
    } catch (RefusedRequestException e) {
      refuse(e);
    }
  }

  private void refuse(RefusedRequestException why) {
    refusal = refusal == null ? why : refusal;
  }

  private void endPart() {
    if (isAnyPart && kind == Kind.UNCLEAR) {
      decide(true);
    }
    if (kind == Kind.FIELD) {
      fields.add(Map.entry(part.field(), text.toString(UTF_8)));
      wrongField = wrongField.or(() -> wrong(part, ByteBuffer.wrap(text.toByteArray())));
    }
    text.reset();
    kind = Kind.UNCLEAR;
    part = new FormPart();
  }

  /** Told by the parser what it finds. */
  private final class Parts implements MultipartParser.Listener {

    @Override
    public void part() {
      endPart();
      isAnyPart = true;
    }

    @Override
    public void header(byte[] line) {
      part.header(line);
    }

    @Override
    public void content(ByteBuffer bytes) {
      if (refusal != null) {
        return;
      }
      if (kind == Kind.UNCLEAR) {
        int count = Math.min(bytes.remaining(), FirstBytes.ENOUGH - text.size());
        copy(bytes, count);
        decide(false);
      }
      if (kind == Kind.IMAGE && refusal == null) {
        takeImage(bytes);
      } else if (kind == Kind.FIELD) {
        copy(bytes, bytes.remaining());
      }
    }

    private void copy(ByteBuffer bytes, int count) {
      byte[] copied = new byte[count];
      bytes.get(copied);
      text.writeBytes(copied);
    }
  }
}

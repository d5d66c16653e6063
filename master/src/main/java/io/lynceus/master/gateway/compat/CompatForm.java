package io.lynceus.master.gateway.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.MultipartParser;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.http.FormPart;
import io.lynceus.master.gateway.items.ImageBuffer;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.ImageLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code multipart/form-data} body of one request, while it arrives. A file is a part with a
 * file name, or of the field {@code image}; to CodeProject.AI also one that starts as an image
 * does. The picture is the first file: to DeepStack, the first of the field {@code image}. Other
 * files are passed over. Used by one thread at a time.
 *
 * <p>Bounds: 16 parts; 64 KiB of fields, headers and boundaries; all files together as large as one
 * image may be.
 */
final class CompatForm {
  static final int MOST_PARTS = 16;
  static final int MOST_BESIDES = 64 << 10;

  private static final String IMAGE = "image";

  private final ImageLimits limits;
  private final Endpoint endpoint;
  private final CompatDialect dialect;
  private final String boundary;
  private final MultipartParser parser;
  private final ImageBuffer image;
  private final Map<String, String> fields = new HashMap<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  private FormPart part = new FormPart();
  private Kind kind = Kind.NONE;
  private int parts;
  private long besides;
  private long files;
  private Optional<FormPart> found = Optional.empty();
  private Optional<FailureException> refusal = Optional.empty();

  private enum Kind {
    /** No part has begun, or the last one has ended. */
    NONE,
    /** Its header is being read. */
    UNDECIDED,
    PICTURE,
    FIELD,
    PASSED_OVER
  }

  /**
   * A body of that type.
   *
   * @param contentType the header, with the boundary; or an empty text
   * @throws FailureException when it is not that of a form, or names no boundary
   */
  CompatForm(
      ImageLimits limits,
      ByteBudget budget,
      Endpoint endpoint,
      CompatDialect dialect,
      String contentType)
      throws FailureException {
    this.limits = limits;
    this.endpoint = endpoint;
    this.dialect = dialect;
    boundary =
        MultipartParser.boundary(contentType)
            .orElseThrow(
                () ->
                    new FailureException(
                        Failure.noImage(
                            "the body is no form (multipart/form-data; boundary=…): send the"
                                + " picture as curl -F image=@FILE does")));
    image = new ImageBuffer(budget, limits.bytes());
    parser = new MultipartParser(boundary, new Parts());
  }

  /** The most bytes of a body. */
  static long mostBytes(ImageLimits limits) {
    return limits.bytes() + (long) MOST_BESIDES;
  }

  /**
   * Takes the next bytes.
   *
   * @throws FailureException when they are too many, or make no sense
   */
  void take(ByteBuffer bytes) throws FailureException {
    besides += bytes.remaining();
    try {
      parser.parse(bytes);
    } catch (MultipartParser.MalformedException e) {
      throw new FailureException(
          Failure.badRequest("the body is not a multipart form: " + e.getMessage()));
    }
    if (parser.isEnded()) {
      endPart();
    }
    requireNoRefusal();
    if (besides > MOST_BESIDES) {
      throw new FailureException(
          Failure.badRequest(
              "besides files the form has more than %d bytes: send the picture as a file, as curl"
                      .formatted(MOST_BESIDES)
                  + " -F image=@FILE does"));
    }
  }

  private void requireNoRefusal() throws FailureException {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /** Whether the last boundary has come. */
  boolean isWhole() {
    return parser.isEnded();
  }

  /**
   * The body is over: the picture, which stays here.
   *
   * @throws FailureException when there is none, or the form has no end
   */
  ImageBuffer picture() throws FailureException {
    requireNoRefusal();
    if (!parser.isEnded()) {
      throw new FailureException(
          Failure.noImage(
              parts > 0
                  ? "the form has no end: its last line has to be '--" + boundary + "--'"
                  : "the body has no line '--%s', the boundary that its header Content-Type names"
                      .formatted(boundary)));
    }
    if (found.isEmpty() || image.size() == 0) {
      throw new FailureException(
          Failure.noImage(
              found.isPresent()
                  ? "the file " + found.get().described() + " is empty: send a picture"
                  : dialect == CompatDialect.DEEPSTACK
                      ? "the form has no file in the field 'image': send the picture there, as"
                          + " curl -F image=@FILE does"
                      : "the form has no file: send the picture as one, as curl -F image=@FILE"
                          + " does"));
    }
    return image;
  }

  /** The first field of that name, if it has come. */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** How the form names the picture. */
  Optional<String> fileName() {
    return found.flatMap(FormPart::fileName);
  }

  /** Forgets the picture. */
  void clear() {
    image.clear();
  }

  private void decide() {
    boolean named = part.field().equals(IMAGE);
    if (!named && !part.hasFileName()) {
      kind = Kind.FIELD;
    } else if (found.isEmpty() && (named || dialect == CompatDialect.CODEPROJECT)) {
      begin();
    } else {
      kind = Kind.PASSED_OVER;
    }
  }

  private void begin() {
    kind = Kind.PICTURE;
    found = Optional.of(part);
    part.encoding()
        .ifPresent(
            encoding ->
                refuse(
                    new FailureException(
                        Failure.badRequest(
                            "the file %s is encoded as %s: send its bytes as they are"
                                .formatted(part.described(), encoding)))));
  }

  /** A part without a file name may be a picture all the same. */
  private void lookAtField() {
    if (dialect == CompatDialect.CODEPROJECT
        && found.isEmpty()
        && FirstBytes.of(ByteBuffer.wrap(text.toByteArray())) instanceof FirstBytes.Image) {
      begin();
      takePicture(ByteBuffer.wrap(text.toByteArray()));
      text.reset();
    }
  }

  private void takeFile(int bytes) {
    besides -= bytes;
    files += bytes;
    if (files > limits.bytes()) {
      refuse(new FailureException(endpoint, Refusals.tooLarge(limits)));
    }
  }

  private void takePicture(ByteBuffer bytes) {
    takeFile(bytes.remaining());
    if (refusal.isEmpty() && !image.append(bytes, bytes.remaining())) {
      refuse(new FailureException(endpoint, Refusals.NO_ROOM));
    }
  }

  private void refuse(FailureException why) {
    refusal = refusal.or(() -> Optional.of(why));
  }

  private void endPart() {
    if (kind == Kind.UNDECIDED) {
      decide(); // it has no content
    }
    if (kind == Kind.FIELD) {
      lookAtField();
    }
    if (kind == Kind.FIELD) {
      fields.putIfAbsent(part.field(), text.toString(UTF_8));
    }
    text.reset();
    kind = Kind.NONE;
    part = new FormPart();
  }

  /** Told by the parser what it finds. */
  private final class Parts implements MultipartParser.Listener {

    @Override
    public void part() {
      endPart();
      kind = Kind.UNDECIDED;
      parts++;
      if (parts > MOST_PARTS) {
        refuse(
            new FailureException(
                Failure.badRequest("a form has at most " + MOST_PARTS + " parts: send fewer")));
      }
    }

    @Override
    public void header(byte[] line) {
      if (refusal.isEmpty()) {
        part.header(line);
      }
    }

    @Override
    public void content(ByteBuffer bytes) {
      if (refusal.isPresent()) {
        return;
      }
      if (kind == Kind.UNDECIDED) {
        decide();
      }
      if (kind == Kind.FIELD && text.size() < FirstBytes.ENOUGH) {
        copy(bytes, Math.min(bytes.remaining(), FirstBytes.ENOUGH - text.size()));
        if (text.size() == FirstBytes.ENOUGH) {
          lookAtField();
        }
      }
      switch (kind) {
        case PICTURE -> takePicture(bytes);
        case PASSED_OVER -> takeFile(bytes.remaining());
        default -> copy(bytes, bytes.remaining());
      }
    }

    private void copy(ByteBuffer bytes, int count) {
      if (text.size() + count > MOST_BESIDES) {
        return; // the body is refused as soon as these bytes have been counted
      }
      byte[] copied = new byte[count];
      bytes.get(copied);
      text.writeBytes(copied);
    }
  }
}

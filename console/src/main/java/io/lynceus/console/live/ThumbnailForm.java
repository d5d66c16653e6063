package io.lynceus.console.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lynceus.protocol.message.Thumbnail;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** How a browser is told of the picture of a still. */
public enum ThumbnailForm {
  /** As a path that it can be fetched from, for a second or two. */
  PATH(64 << 10),

  /** As the file itself, a {@code data:} address: nothing has to be fetched. */
  DATA(256 << 10);

  private static final byte[] BEFORE = "\"data:image/jpeg;base64,".getBytes(ISO_8859_1);

  private final int pieceBytes;

  ThumbnailForm(int pieceBytes) {
    this.pieceBytes = pieceBytes;
  }

  /** The form of that word, {@code path} or {@code data}. */
  public static Optional<ThumbnailForm> of(String word) {
    for (ThumbnailForm form : values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** Of what is sent at once, about. */
  int pieceBytes() {
    return pieceBytes;
  }

  /** What a still takes in an event, about. */
  int bytes(LiveStill still) {
    int picture = this == DATA ? still.thumbnail().map(Thumbnail::size).orElse(0) : 0;
    return still.json().remaining() + picture + picture / 3;
  }

  /** Writes the address of the still's picture, in quotes; null if it has none. */
  void write(LiveStill still, ByteArrayOutputStream into) {
    if (still.thumbnail().isEmpty()) {
      into.writeBytes("null".getBytes(ISO_8859_1));
    } else if (this == PATH) {
      into.writeBytes(LiveView.address(still.number()).getBytes(ISO_8859_1));
    } else {
      into.writeBytes(BEFORE);
      into.writeBytes(Base64.getEncoder().encode(still.thumbnail().get().toByteArray()));
      into.write('"');
    }
  }
}

package io.lynceus.app.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/**
 * Where a file goes that has its reply.
 *
 * @param kind what is done with it
 * @param folder where it is moved to; present exactly with {@code MOVE}
 */
record Destination(Kind kind, Optional<Path> folder) {
  static final Destination KEEP = new Destination(Kind.KEEP, Optional.empty());

  private enum Kind {
    KEEP,
    DELETE,
    MOVE
  }

  /** Returns false when the file is not the one that was found: then it is left. */
  boolean take(ImageFile file) throws IOException {
    return switch (kind) {
      case KEEP -> true;
      case DELETE -> FileMover.delete(file);
      case MOVE -> FileMover.move(file, folder.orElseThrow().resolve(file.place()));
    };
  }

  /** {@code keep}, {@code delete}, or a folder. */
  static final class OfText implements ITypeConverter<Destination>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("delete", "keep").iterator();
    }

    @Override
    public Destination convert(String value) {
      return switch (value) {
        case "keep" -> KEEP;
        case "delete" -> new Destination(Kind.DELETE, Optional.empty());
        default -> new Destination(Kind.MOVE, Optional.of(Path.of(value)));
      };
    }
  }
}

package io.lynceus.model.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose face it is, as far as the master can say.
 *
 * @param name of the person; of {@code unsure}, of whom it may be; absent otherwise
 * @param score of that person, or of the one that is most alike: mean cosine of the best two of the
 *     enrolled faces, -1 to 1; absent when the face was compared with none
 */
public record Identity(Decision decision, Optional<String> name, Optional<Float> score) {

  /** What is said of a face. */
  public enum Decision {
    /** It is that person's. */
    KNOWN,
    /** It may be that person's: somebody has to look. */
    UNSURE,
    /** It is nobody's who is enrolled. */
    UNKNOWN,
    /** Not judged: the face has too few pixels. */
    TOO_SMALL,
    /** Not judged: the face is blurred, dark, or turned away. */
    POOR;

    /** The word for it in replies. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The decision of that word. */
    public static Optional<Decision> of(String key) {
      return Arrays.stream(values()).filter(decision -> decision.key().equals(key)).findFirst();
    }
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException when a name is missing, or is there for nobody
   */
  public Identity {
    boolean named = decision == Decision.KNOWN || decision == Decision.UNSURE;
    if (named != name.isPresent()) {
      throw new IllegalArgumentException("a face has a name exactly when it may be somebody's");
    }
  }

  /** A face that was compared with none. */
  public static Identity notJudged(Decision decision) {
    return new Identity(decision, Optional.empty(), Optional.empty());
  }
}

package io.lynceus.master.gateway.access;

import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a client may do.
 *
 * @param name of the token that it has shown: {@code tasks.token}, {@code tasks.admin-token}, or
 *     the NAME of {@code tokens.NAME}; empty if it has shown none and needs none
 * @param cameras as which it may send images; empty for any, and for none
 */
public record Grant(String name, TokenRole role, Set<Camera> cameras) {
  /** That of a client of a master without tokens. */
  public static final Grant WITHOUT_TOKEN = new Grant("", TokenRole.CLIENT, Set.of());

  /** That of a client whose token has been taken back since it has shown it. */
  public static final Grant TAKEN_BACK = new Grant("", TokenRole.NOBODY, Set.of());

  public Grant {
    cameras = Set.copyOf(cameras);
  }

  public boolean may(Right right) {
    return role.may(right);
  }

  /** Why this token does not allow something, in one sentence that says which role does. */
  public String refusal(Right right) {
    if (role == TokenRole.NOBODY) {
      return "this token does not count any more: send another one";
    }
    return "this token has the role %s and may not %s: use one with the role %s"
        .formatted(role.key(), right.words(), TokenRole.with(right));
  }

  /**
   * The options of an image as they count under this grant: a token for one camera names it where
   * the client does not.
   */
  public Ask counted(Ask ask) {
    return cameras.size() == 1 && ask.camera().isEmpty()
        ? ask.withCamera(cameras.stream().findFirst())
        : ask;
  }

  /** Why an image with these options may not be sent, in one sentence; empty if it may. */
  public Optional<String> refusalOf(Ask ask) {
    if (!may(Right.SEND)) {
      return Optional.of(refusal(Right.SEND));
    }
    if (cameras.isEmpty() || ask.camera().filter(cameras::contains).isPresent()) {
      return Optional.empty();
    }
    String own =
        cameras.stream()
            .map(Camera::name)
            .collect(Collectors.toCollection(TreeSet::new))
            .toString()
            .replaceAll("[\\[\\]]", "");
    return Optional.of(
        "this token sends images of its own cameras only: name one of them, camera=… ("
            + own
            + ")");
  }
}

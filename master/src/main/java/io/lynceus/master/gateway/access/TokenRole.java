package io.lynceus.master.gateway.access;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles that a token can have. This is the one table of who may do what. */
public enum TokenRole {
  /** A holder of a token that was taken back. No setting names it. */
  NOBODY(),
  /** A camera, or a program that sends for cameras. */
  CAMERA(Right.SEND),
  /** A guard at a screen. */
  VIEWER(Right.LOOK),
  /** A holder of {@code tasks.token}; anybody, where no token is set. No setting names it. */
  CLIENT(Right.LOOK, Right.SEND),
  /** Who runs the cluster. */
  OPERATOR(Right.LOOK, Right.SEND, Right.DRAIN),
  /** May do everything. {@code tasks.admin-token} has this role. */
  ADMIN(Right.values());

  /** Those that {@code tokens.NAME.role} can be, in the order of their rights. */
  public static final List<TokenRole> NAMED = List.of(CAMERA, VIEWER, OPERATOR, ADMIN);

  @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, of enums
  private final Set<Right> rights;

  TokenRole(Right... rights) {
    Set<Right> all = EnumSet.noneOf(Right.class);
    all.addAll(Arrays.asList(rights));
    this.rights = Collections.unmodifiableSet(all);
  }

  public boolean may(Right right) {
    return rights.contains(right);
  }

  public Set<Right> rights() {
    return rights;
  }

  /** In lower case, as settings have it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this name, if a setting can name it. */
  static Optional<TokenRole> ofKey(String key) {
    return NAMED.stream().filter(role -> role.key().equals(key)).findFirst();
  }

  /** The roles that settings can name and that have a right: {@code operator or admin}. */
  static String with(Right right) {
    return NAMED.stream()
        .filter(role -> role.may(right))
        .map(TokenRole::key)
        .collect(Collectors.joining(" or "));
  }
}

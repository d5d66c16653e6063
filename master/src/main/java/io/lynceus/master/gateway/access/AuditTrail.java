package io.lynceus.master.gateway.access;

import java.util.Map;

/** Hears of what somebody has done who had to be allowed to do it. Any thread may call it. */
@FunctionalInterface
public interface AuditTrail {
  /** Keeps nothing. */
  AuditTrail NONE = (kind, facts) -> {};

  /**
   * Something was done. Returns soon and throws nothing: the client waits for it.
   *
   * @param kind {@code sign-in}, {@code sign-in-failed}, {@code sign-out}, {@code drain}, {@code
   *     resume}, {@code cameras-changed}, {@code token-changed}, {@code token-taken-back}, or one
   *     that begins with {@code person-} or {@code face-}
   * @param facts such as the token's name and the client's address; never a token
   */
  void tell(String kind, Map<String, String> facts);
}

package io.lynceus.master.dispatch.state;

/**
 * How a work unit runs, by how many slaves have died while they ran it. In the order of caution.
 */
public enum Precaution {
  /** None has: beside others. */
  NONE,
  /** One has: alone on a slave, so that a second death shows what killed. */
  ALONE,
  /** Two have: in a JVM of its own, so that a third death costs no slave. */
  CONFINED
}

package io.lynceus.protocol.message;

/**
 * The processors that a slave has for its work.
 *
 * @param machine a number that the slaves of one machine have in common, also those in containers;
 *     0 when the slave cannot tell
 * @param ofMachine processors of the whole machine, 1 to {@value #MOST}
 * @param own those of them that the slave may use, 1 to {@code ofMachine}
 * @param parallel work units that the slave is to run at the same time, at most {@value #MOST}; 0
 *     when the master decides
 */
public record Processors(long machine, int ofMachine, int own, int parallel) {
  public static final int MOST = 65_536;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one of them is out of its range
   */
  public Processors {
    if (own < 1 || own > ofMachine || ofMachine > MOST || parallel < 0 || parallel > MOST) {
      throw new IllegalArgumentException("processors out of range");
    }
  }

  /** This number of them, on a machine that is not known. */
  public static Processors of(int own) {
    return new Processors(0, own, own, 0);
  }
}

package io.lynceus.master.dispatch.state;

/** Looks for the slave with the least expected finish of a unit. */
public interface SlaveVisitor {
  /**
   * Looks at a slave, perhaps for the second time.
   *
   * @return whether the unit could go there, and has not failed there
   */
  boolean visit(ConnectedSlave slave);

  /** Slaves whose expected finish is later than this are not looked at, nanoseconds from now. */
  long bound();
}

package io.lynceus.master.gateway.items;

/** What a client owes. */
public enum Expectation {
  /** Nothing: the connection is between items. */
  NOTHING,
  /** Possibly nothing: the item is whole, but only the next bytes can show that it has ended. */
  POSSIBLY_MORE,
  /** The rest of an item. */
  REST
}

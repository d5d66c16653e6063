package io.lynceus.master.gateway;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts connections, in all and by address, against their limits. Any thread may call it. */
final class ConnectionCounter {
  private final int limit;
  private final int limitPerAddress;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private int count;

  ConnectionCounter(int limit, int limitPerAddress) {
    this.limit = limit;
    this.limitPerAddress = limitPerAddress;
  }

  /** Counts a connection in, or not when there is no room for it. */
  synchronized boolean tryEnter(InetAddress address) {
    int ofAddress = byAddress.getOrDefault(address, 0);
    if (count >= limit || ofAddress >= limitPerAddress) {
      return false;
    }
    count++;
    byAddress.put(address, ofAddress + 1);
    return true;
  }

  /** Counts out a connection that was counted in. */
  synchronized void leave(InetAddress address) {
    count--;
    byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
  }
}

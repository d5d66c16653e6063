package io.lynceus.common.port;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something about each of the latest clients, by their address. IPv6 addresses are taken by their
 * /64, which usually belongs to one customer. When the table is full, what was used least recently
 * is dropped. Any thread may call it; what it holds has to be thread-safe itself.
 */
public final class AddressTable<V> {
  private final Supplier<V> maker;
  private final Map<ByteBuffer, V> entries;

  /**
   * @param most addresses that are kept
   * @param maker makes what a new address begins with
   */
  public AddressTable(int most, Supplier<V> maker) {
    this.maker = maker;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, V> eldest) {
            return size() > most;
          }
        };
  }

  /** What counts as one client: an IPv4 address, or the first 8 bytes of an IPv6 address. */
  public static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  /** What there is for the address; made if there is nothing. */
  public synchronized V get(InetAddress address) {
    return entries.computeIfAbsent(key(address), absent -> maker.get());
  }

  /** What there is for the address. */
  public synchronized Optional<V> find(InetAddress address) {
    return entries.isEmpty() ? Optional.empty() : Optional.ofNullable(entries.get(key(address)));
  }

  /** How many addresses there are. */
  public synchronized int size() {
    return entries.size();
  }
}

package io.lynceus.common.port;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** How addresses look in logs, messages and replies. */
public final class AddressText {
  private AddressText() {}

  /** {@code 127.0.0.1:7070}, or {@code [::1]:7070} (RFC 5952); other kinds as they are. */
  public static String of(SocketAddress address) {
    return address instanceof InetSocketAddress inet && !inet.isUnresolved()
        ? of(of(inet.getAddress()), inet.getPort())
        : String.valueOf(address);
  }

  /** {@code 127.0.0.1}, or {@code ::1}. */
  public static String of(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  /** A host of the settings and its port: an IPv6 address gets brackets. */
  public static String of(String host, int port) {
    return NetUtil.toSocketAddressString(host, port);
  }
}

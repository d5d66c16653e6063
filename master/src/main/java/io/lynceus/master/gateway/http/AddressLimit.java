package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.gateway.ConnectionLimit;
import io.lynceus.master.gateway.ConnectionLimit.Permit;
import io.lynceus.master.gateway.Refusals;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.Callback;

/**
 * Closes the connections that an address has beyond {@code tasks.connections-per-address}, with an
 * answer that says why. Any thread may call it.
 */
final class AddressLimit implements Connection.Listener {
  private static final byte[] REFUSAL = refusal();

  private final ConnectionLimit seats;
  private final Map<EndPoint, Permit> taken = new ConcurrentHashMap<>();

  /**
   * @param seats for the HTTP port alone
   */
  AddressLimit(ConnectionLimit seats) {
    this.seats = seats;
  }

  @Override
  public void onOpened(Connection connection) {
    EndPoint client = connection.getEndPoint();
    if (!(client instanceof ClientEndPoint) // HTTP over TLS: its connection counts already
        || !(client.getRemoteSocketAddress() instanceof InetSocketAddress address)) { // or is gone
      return;
    }
    Optional<Permit> seat = seats.acquire(address.getAddress(), why -> client.close());
    if (seat.isPresent()) {
      taken.put(client, seat.get());
    } else if (connection instanceof SslConnection) {
      client.close(); // it would not be understood
    } else {
      client.write(Callback.from(client::close), ByteBuffer.wrap(REFUSAL));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    Permit seat = taken.remove(connection.getEndPoint());
    if (seat != null) {
      seat.release();
    }
  }

  /** The answer to a request that is not read: the server has not seen any of it yet. */
  private static byte[] refusal() {
    Answer answer = Answer.problem(Refusals.TOO_MANY_CONNECTIONS);
    StringBuilder head = new StringBuilder("HTTP/1.1 429 Too Many Requests\r\n");
    answer
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    byte[] body = (answer.body() + '\n').getBytes(UTF_8);
    head.append("Content-Type: ").append(answer.type());
    head.append("\r\nConnection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(UTF_8);
    return ByteBuffer.allocate(start.length + body.length).put(start).put(body).array();
  }
}

package io.lynceus.app.watch.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FtpControlTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** As TLS does it with a record whose bytes come one by one. */
  private static InputStream neverWhole(InputStream in) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int last = 0;
        while (last >= 0) {
          last = in.read();
        }
        return last;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return read();
      }
    };
  }

  @Test
  void dataThatTricklesIsClosedWhenItsTimeIsOver() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
        Socket camera = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket control = server.accept();
        Socket upload = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket data = server.accept()) {
      FtpControl session = new FtpControl(control, HOUR);
      InputStream in = session.timed(data, neverWhole(data.getInputStream()), Duration.ZERO);
      CompletableFuture<Integer> got =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return in.read(new byte[9], 0, 9);
                } catch (IOException e) {
                  return -2;
                }
              });
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                if (!got.isDone()) {
                  trickle(upload);
                }
                session.closeOverdue();
                return got.isDone();
              });
      assertThat(got).isCompletedWithValue(-2);
      assertThat(data.isClosed()).isTrue();
      assertThat(control.isClosed()).as("only the data connection").isFalse();
      session.closeOverdue();
      assertThat(control.isClosed()).as("a read that is over has no time").isFalse();
      assertThat(camera.isConnected()).isTrue();
    }
  }

  private static void trickle(Socket upload) {
    try {
      upload.getOutputStream().write(1);
    } catch (IOException e) {
      // It was closed meanwhile.
    }
  }
}

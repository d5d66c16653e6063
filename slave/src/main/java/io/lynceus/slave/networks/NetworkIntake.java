package io.lynceus.slave.networks;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a network that the master hands over: its bytes go to a file as they come; when all are
 * there, the hash is compared and the network is tried in a JVM of its own. Only then it is there.
 *
 * <p>The event loop calls the methods; what takes long runs on the given executor.
 */
final class NetworkIntake {
  private static final Logger log = LoggerFactory.getLogger(NetworkIntake.class);

  private final ReceivedNetworks store;
  private final Trial trial;
  private final Executor worker;
  private @Nullable Transfer transfer;

  /** Tries a network before it counts. */
  interface Trial {
    /**
     * Tries the network in a folder.
     *
     * @throws NetworkException when it cannot be used; says why in one sentence
     */
    void run(Path folder) throws IOException, InterruptedException;
  }

  /**
   * @param worker one thread
   */
  NetworkIntake(ReceivedNetworks store, Trial trial, Executor worker) {
    this.store = store;
    this.trial = trial;
    this.worker = worker;
  }

  /** What has come of a network, and who waits for it. */
  private static final class Transfer {
    final NetworkAnnounced network;
    final Consumer<String> onEnd;
    final Path made;
    final FileChannel file;
    long left;

    Transfer(NetworkAnnounced network, Consumer<String> onEnd, Path made, FileChannel file) {
      this.network = network;
      this.onEnd = onEnd;
      this.made = made;
      this.file = file;
      left = network.bytes();
    }
  }

  /**
   * A network follows.
   *
   * @param onEnd told once what is wrong with it, or an empty text when it is there; any thread.
   *     Not told when the connection ends first, or another network is announced before
   */
  void announced(NetworkAnnounced network, Consumer<String> onEnd) {
    abort();
    if (!store.mayHold(network.bytes())) {
      onEnd.accept(
          "it has %d bytes, more than models.received-bytes of this slave"
              .formatted(network.bytes()));
      return;
    }
    try {
      store.makeRoom(network.bytes());
      Path made = store.make(network);
      try {
        FileChannel file = FileChannel.open(ReceivedNetworks.file(made), CREATE_NEW, WRITE);
        transfer = new Transfer(network, onEnd, made, file);
      } catch (IOException e) {
        store.discard(made);
        throw e;
      }
      log.info("the master hands over the network {}, {} bytes", network.id(), network.bytes());
    } catch (IOException e) {
      onEnd.accept("it cannot be written: " + e);
    }
  }

  /** The next bytes; of another transfer, they are dropped. */
  void chunk(long number, ByteBuffer bytes) {
    Transfer now = transfer;
    if (now == null || now.network.transfer() != number) {
      return;
    }
    if (bytes.remaining() > now.left) {
      end(now, "more bytes came than were announced");
      return;
    }
    now.left -= bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        now.file.write(bytes);
      }
    } catch (IOException e) {
      end(now, "it cannot be written: " + e);
      return;
    }
    if (now.left == 0) {
      transfer = null;
      worker.execute(() -> finish(now));
    }
  }

  /** The connection is gone. */
  void abort() {
    Transfer now = transfer;
    if (now != null) {
      transfer = null;
      discard(now);
    }
  }

  private void end(Transfer now, String problem) {
    transfer = null;
    discard(now);
    now.onEnd.accept(problem);
  }

  private void finish(Transfer now) {
    try {
      now.file.close();
      ReceivedNetworks.describe(now.made, now.network.conf());
      String sha256 = NetworkFile.read(now.made).sha256();
      if (!sha256.equals(now.network.sha256())) {
        throw new NetworkException("its model.conf describes another file than was announced");
      }
      trial.run(now.made);
      store.publish(now.network, now.made);
      log.info("the network {} of the master can be used", now.network.id());
      now.onEnd.accept("");
    } catch (IOException | RuntimeException e) {
      discard(now);
      log.warn("the network {} of the master is not taken: {}", now.network.id(), e.getMessage());
      now.onEnd.accept(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      discard(now);
      Thread.currentThread().interrupt();
    }
  }

  private void discard(Transfer now) {
    try {
      now.file.close();
      store.discard(now.made);
    } catch (IOException e) {
      log.warn("what has come of a network cannot be deleted: {}", e.toString());
    }
  }
}

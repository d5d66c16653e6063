package io.lynceus.slave.networks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.network.NetworkId;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkKind.Use;
import io.lynceus.vision.network.NetworkLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkIntakeTest {
  private static final NetworkId ID = new NetworkId("mine", "1");
  private static final byte[] FILE = "an ONNX file".getBytes(UTF_8);

  @TempDir Path parent;
  private Path folder;
  private final List<String> ends = new ArrayList<>();
  private Optional<String> flaw = Optional.empty();

  @BeforeEach
  void name() {
    folder = parent.resolve("networks");
  }

  private NetworkIntake intake(long mostBytes) {
    return new NetworkIntake(new ReceivedNetworks(folder, mostBytes), this::tried, Runnable::run);
  }

  private void tried(Path made) throws NetworkException {
    assertThat(made.resolve("model.onnx")).hasBinaryContent(FILE);
    if (flaw.isPresent()) {
      throw new NetworkException(flaw.get());
    }
  }

  private static NetworkAnnounced network(long transfer, byte[] file, int bytes) {
    String sha256 = NetworkFile.sha256(file);
    String conf = "kind = yunet\nsha256 = " + sha256;
    return new NetworkAnnounced(transfer, ID, sha256, conf, bytes);
  }

  private List<String> there() {
    return new NetworkLibrary(Optional.empty(), Optional.of(folder))
        .entries(Use.FACES).stream()
            .map(NetworkLibrary.Entry::model)
            .filter(model -> model.startsWith("mine"))
            .toList();
  }

  private long rests() throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(child -> child.getFileName().toString().startsWith(".")).count();
    }
  }

  private void hand(NetworkIntake intake, long transfer, int pieces) {
    intake.announced(network(transfer, FILE, FILE.length), ends::add);
    for (int at = 0; at < FILE.length; at += pieces) {
      int length = Math.min(pieces, FILE.length - at);
      intake.chunk(transfer, ByteBuffer.wrap(FILE, at, length).slice());
    }
  }

  @Test
  void aNetworkThatCameWholeAndPassedItsTrialIsThere() throws IOException {
    hand(intake(1000), 1, 5);
    assertThat(ends).containsExactly("");
    assertThat(there()).containsExactly(ID.model(NetworkFile.sha256(FILE)));
    assertThat(rests()).isZero();
  }

  @Test
  void oneThatAnotherSlaveHasTakenMeanwhileStaysAsItIs() throws IOException {
    hand(intake(1000), 1, 5);
    hand(intake(1000), 1, 100);
    assertThat(ends).containsExactly("", "");
    assertThat(there()).hasSize(1);
    assertThat(rests()).isZero();
  }

  @Test
  void oneThatFailsItsTrialLeavesNothing() throws IOException {
    flaw = Optional.of("it loops");
    hand(intake(1000), 1, 5);
    assertThat(ends).containsExactly("it loops");
    assertThat(there()).isEmpty();
    assertThat(rests()).isZero();
  }

  @Test
  void oneWithAnotherHashLeavesNothing() throws IOException {
    NetworkIntake intake = intake(1000);
    intake.announced(network(1, "other".getBytes(UTF_8), FILE.length), ends::add);
    intake.chunk(1, ByteBuffer.wrap(FILE));
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0)).contains("sha256");
    assertThat(there()).isEmpty();
    assertThat(rests()).isZero();
  }

  @Test
  void moreBytesThanAnnouncedEndTheTransfer() throws IOException {
    NetworkIntake intake = intake(1000);
    intake.announced(network(1, FILE, FILE.length - 1), ends::add);
    intake.chunk(1, ByteBuffer.wrap(FILE));
    intake.chunk(1, ByteBuffer.wrap(FILE));
    assertThat(ends).containsExactly("more bytes came than were announced");
    assertThat(rests()).isZero();
  }

  @Test
  void aLostConnectionAndANewTransferEndTheOneBefore() throws IOException {
    NetworkIntake intake = intake(1000);
    intake.announced(network(1, FILE, FILE.length), ends::add);
    intake.chunk(1, ByteBuffer.wrap(FILE, 0, 3).slice());
    intake.abort();
    intake.chunk(1, ByteBuffer.wrap(FILE, 3, 3).slice());
    assertThat(ends).isEmpty();
    assertThat(rests()).isZero();
    intake.announced(network(2, FILE, FILE.length), ends::add);
    hand(intake, 3, 4);
    assertThat(ends).containsExactly("");
    assertThat(rests()).isZero();
  }

  @Test
  void oneThatIsLargerThanTheFolderMayBeIsRefusedAtOnce() throws IOException {
    intake(5).announced(network(1, FILE, FILE.length), ends::add);
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0)).contains("models.received-bytes");
    assertThat(folder).doesNotExist();
  }

  @Test
  void theOldestMakesRoomAndSoDoesWhatAKilledSlaveHasLeft() throws IOException {
    hand(intake(1000), 1, 5);
    Path old = folder.resolve(NetworkFile.sha256(FILE));
    Path rest = Files.createDirectories(folder.resolve(".making-1"));
    Files.setLastModifiedTime(rest, FileTime.from(Instant.now().minusSeconds(100_000)));
    new ReceivedNetworks(folder, 1000).makeRoom(500);
    assertThat(old).exists();
    assertThat(rest).doesNotExist();
    new ReceivedNetworks(folder, 1000).makeRoom(995);
    assertThat(old).doesNotExist();
  }
}

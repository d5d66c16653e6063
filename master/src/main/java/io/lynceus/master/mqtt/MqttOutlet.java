package io.lynceus.master.mqtt;

import io.lynceus.master.mqtt.topics.StillCounts;
import io.lynceus.master.outlets.GivenReply;
import io.lynceus.master.outlets.Outlet;
import io.lynceus.master.outlets.OutletConfig;
import io.lynceus.model.Analysis;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Camera;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.protocol.message.Thumbnail;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;

/** Gives the replies to cameras' stills to the desk of MQTT. */
public final class MqttOutlet implements Outlet {
  private static final OutletConfig CONFIG = new OutletConfig("mqtt", 1000, 32 << 20, false);

  private final MqttDesk desk;
  private final int snapshotBytes;
  private final Predicate<String> findable;
  private final Predicate<Camera> hidden;

  /** Whether a picture was a JPEG of no more than {@link #snapshotBytes}. */
  private volatile boolean someFit;

  /** Whether one was not. */
  private volatile boolean someDoNot;

  /**
   * @param findable whether some slave's network can find that label
   * @param hidden whether what stands before that camera may not be seen now
   */
  public MqttOutlet(
      MqttDesk desk, MqttConfig config, Predicate<String> findable, Predicate<Camera> hidden) {
    this.desk = desk;
    this.snapshotBytes = config.snapshotBytes();
    this.findable = findable;
    this.hidden = hidden;
  }

  @Override
  public OutletConfig config() {
    return CONFIG;
  }

  @Override
  public boolean concerns(Reply reply) {
    return reply.still().camera().isPresent();
  }

  @Override
  public boolean needsFile() {
    return snapshotBytes > 0;
  }

  /** Of pictures that are larger than is sent, or no JPEG; also until it is known how they are. */
  @Override
  public boolean needsThumbnail() {
    return snapshotBytes > 0 && (someDoNot || !someFit);
  }

  @Override
  public boolean needsFileOf(Reply reply) {
    boolean fits =
        reply
            .image()
            .filter(image -> image.format() == ImageFormat.JPEG && image.bytes() <= snapshotBytes)
            .isPresent();
    if (fits) {
      someFit = true;
    } else {
      someDoNot = true;
    }
    return fits && showsSomething(reply);
  }

  /** Whether it may be the best still of an event. */
  private static boolean showsSomething(Reply reply) {
    return Optional.ofNullable(reply.analyses().get(Analysis.OBJECTS))
        .flatMap(UnitReply::findings)
        .map(findings -> findings.boxes().stream().anyMatch(box -> box.marks().count()))
        .orElse(false);
  }

  @Override
  public void hear(GivenReply given) throws InterruptedException {
    Reply reply = given.reply();
    Camera camera = reply.still().camera().orElseThrow();
    desk.replied(
        camera,
        new StillCounts(
            reply, given.ask().options().list(AskCheck.LABELS), findable, hidden.test(camera)));
    if (snapshotBytes > 0 && showsSomething(reply)) {
      Optional<byte[]> jpeg =
          given
              .file()
              .map(MqttOutlet::bytes)
              .or(() -> given.thumbnail().map(Thumbnail::toByteArray));
      if (jpeg.isPresent()) {
        desk.picture(camera, reply.id(), jpeg.get());
      }
    }
  }

  private static byte[] bytes(ByteBuffer file) {
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    return bytes;
  }
}

package io.lynceus.spark.child;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.spark.child.PictureFrames.Question;
import io.lynceus.spark.plan.FileHash;
import io.lynceus.vision.Vision;
import io.lynceus.vision.Vision.Look;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.natives.NativeMemory;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A child of an executor: looks at the pictures that it reads from standard input, one after the
 * other, and writes the replies to standard output, as {@link PictureFrames} says. It ends when its
 * input ends, so that it never outlives its executor. Its class path is an installation of Lynceus.
 *
 * <p>Arguments: the keys of the analyses; none means the standard ones.
 */
public final class VisionMain {
  private static final int UNUSABLE = 2;

  /** As daemons end that have no memory. */
  private static final int OUT_OF_MEMORY = 3;

  /** As a master says it. */
  private static final Rejection EMPTY =
      new Rejection(
          RejectionCode.UNSUPPORTED_FORMAT, "the file is empty: send JPEG, PNG, WebP or BMP");

  private final Vision vision;
  private final ImageLimits limits;
  private final PictureReply replies;

  private VisionMain(Vision vision, ImageLimits limits) {
    this.vision = vision;
    this.limits = limits;
    this.replies =
        new PictureReply(
            AnalysisCatalog.STANDARD.with(vision.descriptors()).withNetworks(vision.networks()),
            vision.descriptors(),
            vision.networks(),
            ZoneId.systemDefault());
  }

  /** Does not return. */
  public static void main(String[] args) {
    FileOutputStream frames = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err); // whatever is printed is no frame
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> end(thrown));
    try {
      preferToBeKilled();
      VisionConfig config = VisionConfig.defaults();
      Set<Analysis> wanted = new HashSet<>(Analysis.STANDARD);
      if (args.length > 0) {
        wanted.clear();
        for (String key : args) {
          wanted.add(new Analysis(key));
        }
        wanted.addAll(AnalysisCatalog.STANDARD.inOrder(wanted)); // what they need, too
      }
      new VisionMain(Vision.open(config, wanted::contains), config.images())
          .serve(new DataInputStream(System.in), new DataOutputStream(frames));
      Runtime.getRuntime().halt(0);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace(System.err);
      Runtime.getRuntime().halt(UNUSABLE);
    }
  }

  private static void end(Throwable thrown) {
    try {
      thrown.printStackTrace(System.err);
    } finally {
      Runtime.getRuntime().halt(thrown instanceof OutOfMemoryError ? OUT_OF_MEMORY : 1);
    }
  }

  /** If the machine runs out of memory, the kernel is to kill this process and not the executor. */
  private static void preferToBeKilled() {
    try {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
    } catch (IOException e) {
      // Not this system.
    }
  }

  private void serve(DataInputStream in, DataOutputStream out) throws IOException {
    out.writeInt(PictureFrames.MAGIC);
    out.writeInt(PictureFrames.VERSION);
    out.flush();
    int most = limits.bytes();
    for (Optional<Question> question = PictureFrames.read(in, most);
        question.isPresent();
        question = PictureFrames.read(in, most)) {
      long start = System.nanoTime();
      Reply reply = look(question.get().ask(), question.get().file());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      PictureFrames.writeReply(out, ReplyJson.write(1, timed(reply, took)));
    }
  }

  private static Reply timed(Reply reply, Duration took) {
    return new Reply(
        reply.id(),
        reply.name(),
        reply.status(),
        reply.rejection(),
        reply.image(),
        reply.still(),
        reply.results(),
        Optional.of(new Timing(took, Duration.ZERO, Map.of())));
  }

  private Reply look(Ask ask, byte[] file) {
    if (file.length == 0) {
      return Reply.rejected(ask, EMPTY);
    }
    ByteBuffer bytes = ByteBuffer.wrap(file);
    ImageHeader header;
    try {
      header = ImageHeader.read(bytes, limits);
    } catch (RefusedImageException e) {
      return Reply.rejected(ask, Rejection.of(e));
    }
    ImageInfo image =
        new ImageInfo(
            header.format(),
            header.displayWidth(),
            header.displayHeight(),
            file.length,
            FileHash.of(file));
    SortedMap<Analysis, UnitReply> units = new TreeMap<>();
    try {
      Look look = vision.look(bytes, ask);
      look.findings().forEach((analysis, found) -> units.put(analysis, UnitReply.ok(found)));
      return replies.of(ask, header, image.withCondition(look.condition()), units);
    } catch (UnreadableImageException | RefusedImageException e) {
      requireMemory(e);
      return replies.unreadable(ask, header, image, String.valueOf(e.getMessage()));
    } catch (Exception e) { // Checked ones too: native code throws what it does not declare.
      requireMemory(e);
      return oneByOne(ask, bytes, header, image);
    }
  }

  /** After a fault of one analysis, the others still count. */
  private Reply oneByOne(Ask ask, ByteBuffer bytes, ImageHeader header, ImageInfo image) {
    SortedMap<Analysis, UnitReply> units = new TreeMap<>();
    PictureCondition condition = PictureCondition.SOUND;
    for (Analysis analysis : ask.wanted()) {
      try {
        Look look = vision.look(bytes, ask.withAnalyses(Set.of(analysis)));
        condition = condition.and(look.condition());
        look.findings().forEach((known, found) -> units.put(known, UnitReply.ok(found)));
      } catch (AnalysisException | UnreadableImageException | RefusedImageException e) {
        requireMemory(e);
        units.put(analysis, UnitReply.without(Outcome.FAILED, String.valueOf(e.getMessage())));
      } catch (Exception e) { // as above
        requireMemory(e);
        e.printStackTrace(System.err);
        units.put(
            analysis,
            UnitReply.without(
                Outcome.FAILED,
                "the analysis met a fault of its own; see the executor's standard error"));
      }
    }
    return replies.of(ask, header, image.withCondition(condition), units);
  }

  /** A process without memory is of no use, and what it says of pictures is not true. */
  private static void requireMemory(Exception thrown) {
    if (NativeMemory.isExhausted(thrown)) {
      end(new OutOfMemoryError(thrown.getMessage()));
    }
  }
}

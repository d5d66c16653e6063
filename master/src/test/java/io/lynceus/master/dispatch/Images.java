package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.OpenTasks;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.dispatch.state.SlaveAnalyses;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.SplitPlan;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.image.ImageFixtures;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.Thumbnail;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Requests and findings for tests of dispatch, which never looks into an image. */
public final class Images {
  public static final Set<Analysis> ALL = new TreeSet<>(Analysis.STANDARD);

  /** An analysis of a plug-in, which needs faces. */
  static final Analysis GRADE = new Analysis("grade");

  static final Analysis[] ALL_AND_GRADE =
      Stream.concat(ALL.stream(), Stream.of(GRADE)).toArray(Analysis[]::new);

  private static final AnalysisDescriptor GRADING = plugged(GRADE, Analysis.FACES);

  /** A listener from outside that throws at every event. */
  static final DispatchEvents FAULTY_LISTENER =
      (DispatchEvents)
          Proxy.newProxyInstance(
              DispatchEvents.class.getClassLoader(),
              new Class<?>[] {DispatchEvents.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("toString")) {
                  return "a faulty listener";
                }
                throw new ListenerFault();
              });

  /** Without a stack trace, which would take most of the simulation's time. */
  private static final class ListenerFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListenerFault() {
      super("a faulty listener", null, false, false);
    }
  }

  private Images() {}

  /** Small files for thumbnails, no two the same. */
  private static final List<Thumbnail> THUMBNAILS =
      IntStream.rangeClosed(1, 64).mapToObj(width -> thumbnail(width, 2)).toList();

  /** A thumbnail of that image: one of 64 in a row has its own. */
  static Thumbnail thumbnail(int image) {
    return THUMBNAILS.get(image % THUMBNAILS.size());
  }

  /** A JPEG of that size. */
  static Thumbnail thumbnail(int width, int height) {
    return new Thumbnail(ImageFixtures.jpeg(width, height));
  }

  /** A descriptor of a plug-in's analysis. */
  static AnalysisDescriptor plugged(Analysis analysis, Analysis needed) {
    return new AnalysisDescriptor(
        analysis,
        "Grades something.",
        Set.of(FindingsKind.DETECTIONS),
        new TreeSet<>(Set.of(needed)),
        List.of(),
        List.of());
  }

  public static TaskRequest request(String hash, Set<Analysis> analyses) {
    return request(hash, analyses, 1000);
  }

  static TaskRequest request(String hash, Set<Analysis> analyses, int bytes) {
    return request(hash, analyses, bytes, Optional.empty());
  }

  static TaskRequest request(
      String hash, Set<Analysis> analyses, int bytes, Optional<Duration> deadline) {
    Ask ask = Ask.DEFAULT.withName(hash).withAnalyses(analyses).withDeadline(deadline);
    return new TaskRequest(
        ask,
        new ImageInfo(ImageFormat.JPEG, 1000, 1000, bytes, hash),
        new ImageHeader(ImageFormat.JPEG, 1000, 1000, 1),
        StillInfo.UNKNOWN,
        ByteBuffer.allocate(bytes));
  }

  /** The same image, with something else asked of it. */
  static TaskRequest asking(TaskRequest request, Ask ask) {
    return new TaskRequest(ask, request.image(), request.header(), request.still(), request.file());
  }

  /** A registration of a new process, with some of the standard analyses, and the plug-in's. */
  public static Register registration(String name, int slots, Set<Analysis> analyses) {
    return registration(name, ThreadLocalRandom.current().nextLong(), slots, analyses);
  }

  /** A registration with some of the standard analyses, and the plug-in's. */
  static Register registration(String name, long process, int slots, Set<Analysis> analyses) {
    return new Register(
        name,
        process,
        "1",
        slots,
        Stream.concat(AnalysisDescriptor.STANDARD.stream(), Stream.of(GRADING))
            .filter(descriptor -> analyses.contains(descriptor.analysis()))
            .toList());
  }

  /** A task that no dispatcher knows. */
  public static SlaveManager task() {
    return new OpenTasks("run")
        .add(
            request("hash", ALL),
            new SplitPlan(AnalysisCatalog.STANDARD, analysis -> 2),
            reply -> {},
            0);
  }

  /** A connection that has nothing to say. */
  public static RemoteSlave remote(String name) {
    return new ScriptedSlave(name);
  }

  /** A slave that no dispatcher knows. */
  public static ConnectedSlave slave(String name) {
    Register registration = registration(name, 1, ALL);
    SlaveAnalyses analyses = new SlaveAnalyses(registration.analyses(), List.of());
    return new ConnectedSlave(remote(name), registration, analyses, 0, DispatchEvents.NONE, 0);
  }

  /** What looks like a map of a request's image, in a file of that size. */
  static EncodedPng map(int bytes) {
    ByteBuffer file = ByteBuffer.allocate(bytes);
    file.putLong(0x89504E470D0A1A0AL).putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    file.putInt(1000).putInt(1000);
    return new EncodedPng(file.array());
  }

  /** Nothing, as the analysis would say it. */
  static Findings findings(Analysis analysis) {
    if (analysis.equals(Analysis.EDGES)) {
      return Findings.NONE.withNumber("pixels", 0);
    }
    return analysis.equals(Analysis.CORNERS)
        ? Findings.ofPoints(List.of())
        : Findings.ofDetections("model", List.of());
  }
}

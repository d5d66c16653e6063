package io.lynceus.spark.child;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an executor and its child say to each other over the child's standard input and output. All
 * numbers are big-endian, as {@link DataOutputStream} writes them.
 *
 * <pre>
 * child    int MAGIC, int VERSION                              once, when it is ready
 * executor ask, int length, length bytes of the image file     for each picture
 * child    int length, length bytes of UTF-8: the reply as JSON
 *
 * ask      int n, n times: text key of an analysis
 *          int n, n times: text key, text value of an option
 *          text camera, text time, both empty when not known
 * </pre>
 */
final class PictureFrames {
  static final int MAGIC = 0x4c594e58;
  static final int VERSION = 1;

  /** As the client library bounds a reply. */
  static final int MOST_REPLY_BYTES = 64 << 20;

  private static final int MOST_ENTRIES = 256;

  private PictureFrames() {}

  /** A picture with what is asked of it. */
  static final class Question {
    private final Ask ask;
    private final byte[] file;

    Question(Ask ask, byte[] file) {
      this.ask = ask;
      this.file = file;
    }

    Ask ask() {
      return ask;
    }

    byte[] file() {
      return file;
    }
  }

  static void write(DataOutputStream out, Question question) throws IOException {
    Ask ask = question.ask();
    out.writeInt(ask.analyses().size());
    for (Analysis analysis : ask.analyses()) {
      out.writeUTF(analysis.key());
    }
    SortedMap<String, String> options = ask.options().values();
    out.writeInt(options.size());
    for (Map.Entry<String, String> option : options.entrySet()) {
      out.writeUTF(option.getKey());
      out.writeUTF(option.getValue());
    }
    out.writeUTF(ask.camera().map(Camera::name).orElse(""));
    out.writeUTF(ask.time().map(OffsetDateTime::toString).orElse(""));
    out.writeInt(question.file().length);
    out.write(question.file());
    out.flush();
  }

  /** The next question; empty when the executor has closed its end. */
  static Optional<Question> read(DataInputStream in, int mostBytes) throws IOException {
    int analyses;
    try {
      analyses = bounded(in.readInt(), MOST_ENTRIES);
    } catch (EOFException e) {
      return Optional.empty();
    }
    TreeSet<Analysis> named = new TreeSet<>();
    for (int i = 0; i < analyses; i++) {
      named.add(new Analysis(in.readUTF()));
    }
    Map<String, String> options = new TreeMap<>();
    int count = bounded(in.readInt(), MOST_ENTRIES);
    for (int i = 0; i < count; i++) {
      String key = in.readUTF();
      options.put(key, in.readUTF());
    }
    String camera = in.readUTF();
    String time = in.readUTF();
    byte[] file = new byte[bounded(in.readInt(), mostBytes)];
    in.readFully(file);
    Ask ask = Ask.DEFAULT.withAnalyses(named);
    for (Map.Entry<String, String> option : options.entrySet()) {
      ask = ask.withOption(option.getKey(), option.getValue());
    }
    return Optional.of(
        new Question(
            ask.withCamera(camera.isEmpty() ? Optional.empty() : Optional.of(new Camera(camera)))
                .withTime(
                    time.isEmpty() ? Optional.empty() : Optional.of(OffsetDateTime.parse(time))),
            file));
  }

  static void writeReply(DataOutputStream out, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  static String readReply(DataInputStream in) throws IOException {
    byte[] bytes = new byte[bounded(in.readInt(), MOST_REPLY_BYTES)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int bounded(int count, int most) throws IOException {
    if (count < 0 || count > most) {
      throw new IOException("not what was agreed on: " + count + " of at most " + most);
    }
    return count;
  }
}

package io.lynceus.master.quarantine;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lynceus.common.SafeText;
import io.lynceus.master.dispatch.QuarantineStore.Entry;
import io.lynceus.master.dispatch.QuarantineStore.Poisoning;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Quarantined;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The note beside a quarantined image: what a bug report needs. Stateless. */
final class QuarantineNote {
  private static final Logger log = LoggerFactory.getLogger(QuarantineNote.class);

  /** Many times what is written: the report of a crash is the most of it. */
  private static final int MOST_BYTES = 1 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private QuarantineNote() {}

  static String of(Poisoning poisoning, String version, Instant at) {
    TaskRequest request = poisoning.request();
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("what", "slaves and a JVM of its own died while they ran this analysis of this image");
    note.put("at", at.toString());
    note.put("sha256", poisoning.entry().sha256());
    note.put("analysis", poisoning.entry().analysis().key());
    note.put("slaves", poisoning.slaves());
    note.put("child", poisoning.child().message());
    note.put("report", poisoning.child().report().lines().toList());
    note.put("master", "Lynceus " + version);
    note.put("name", request.ask().name().orElse(""));
    note.put("format", request.image().format().key());
    note.put("width", request.image().width());
    note.put("height", request.image().height());
    note.put("bytes", request.image().bytes());
    note.put("options", request.ask().options().values());
    try {
      return SafeText.ofJson(JSON.writeValueAsString(note)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers is always JSON", e);
    }
  }

  /**
   * What a note says. One that a person has changed may say less: then the file's time counts, and
   * the reason is not known.
   *
   * @throws IOException when the file cannot be read
   */
  static Quarantined read(Path file, Entry entry) throws IOException {
    Instant modified =
        Files.getLastModifiedTime(file, NOFOLLOW_LINKS).toInstant().truncatedTo(ChronoUnit.MILLIS);
    JsonNode note;
    try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
      note = JSON.readTree(in.readNBytes(MOST_BYTES));
    } catch (JsonProcessingException e) {
      log.warn("the note {} is not as this master writes it: {}", file, e.getOriginalMessage());
      note = MissingNode.getInstance();
    }
    return new Quarantined(
        entry.sha256(),
        entry.analysis(),
        timeOf(note.path("at").asText(), modified),
        note.path("child").asText());
  }

  private static Instant timeOf(String text, Instant otherwise) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return otherwise;
    }
  }
}

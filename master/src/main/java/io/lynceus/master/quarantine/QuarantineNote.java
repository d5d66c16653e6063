package io.lynceus.master.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lynceus.master.dispatch.QuarantineStore.Poisoning;
import io.lynceus.master.dispatch.state.TaskRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The note beside a quarantined image: what a bug report needs. Stateless. */
final class QuarantineNote {
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
      return JSON.writeValueAsString(note) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers is always JSON", e);
    }
  }
}

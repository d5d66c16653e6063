package io.lynceus.protocol.reply;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lynceus.model.Analysis;
import io.lynceus.model.tasks.ClusterTasks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@link ClusterTasks} as one line of JSON. What is not known is null. Stateless: any thread may
 * call it.
 */
public final class TasksJson {
  private TasksJson() {}

  /** The line, without its line feed. */
  public static String write(ClusterTasks tasks) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("tasks");
          for (ClusterTasks.Entry task : tasks.tasks()) {
            write(json, task);
          }
          json.writeEndArray();
          json.writeNumberField("more", tasks.more());
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, ClusterTasks.Entry task) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", task.id());
    text(json, "name", task.name());
    text(json, "camera", task.camera());
    json.writeStringField("state", Json.key(task.state()));
    json.writeNumberField("ageMs", task.age().toMillis());
    json.writeNumberField("leftMs", task.left().toMillis());
    json.writeNumberField("units", task.units());
    json.writeNumberField("unitsDone", task.unitsDone());
    texts(json, "missing", task.missing().stream().map(Analysis::key).toList());
    texts(json, "slaves", task.slaves());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String field, Optional<String> value)
      throws IOException {
    json.writeFieldName(field);
    if (value.isPresent()) {
      json.writeString(value.get());
    } else {
      json.writeNull();
    }
  }
}

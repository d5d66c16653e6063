package io.lynceus.examples.folder;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Has the images of a folder analysed and prints what was counted on each. */
public final class SubmitFolder {
  private SubmitFolder() {}

  /**
   * The program.
   *
   * @param arguments host and port of a master, and a folder
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3) {
      System.err.println("usage: HOST PORT FOLDER");
      System.exit(2);
    }
    ClientConfig master =
        new ClientConfig(arguments[0], Integer.parseInt(arguments[1]))
            .withToken(Optional.ofNullable(System.getenv("LYNCEUS_TOKEN")));
    boolean complete = true;
    try (TaskClient client = TaskClient.connect(master)) {
      for (CompletableFuture<Reply> pending : submitAll(client, Path.of(arguments[2]))) {
        Reply reply = pending.join();
        System.out.println(line(reply));
        complete &= reply.status() == Reply.Status.COMPLETE;
      }
    }
    System.exit(complete ? 0 : 1);
  }

  /** All images are under way at once, up to the client's window; the replies keep their order. */
  private static List<CompletableFuture<Reply>> submitAll(TaskClient client, Path folder)
      throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      replies.add(client.submit(file, Ask.DEFAULT.withName(name)));
    }
    return replies;
  }

  /** Such as {@code rocket.jpg complete persons=0 faces=0}; what nobody could count is a "?". */
  private static String line(Reply reply) {
    StringBuilder line = new StringBuilder(reply.name().orElse("?"));
    line.append(' ').append(reply.status().toString().toLowerCase(Locale.ROOT));
    reply
        .counts()
        .forEach(
            (what, count) ->
                line.append(' ')
                    .append(what)
                    .append('=')
                    .append(count.map(String::valueOf).orElse("?")));
    return line.toString();
  }
}

package io.lynceus.master.tokens;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that holds a token.
 *
 * @param token its name: {@code tasks.token}, {@code tasks.admin-token}, or the NAME of {@code
 *     tokens.NAME}
 * @param key of the setting that names the file
 */
public record TokenFile(String token, String key, Path path) {
  private static final String FILE = "-file";

  /**
   * All files with tokens that the settings name, and that are there.
   *
   * @param settings with every key of {@code config/master.conf}
   */
  public static List<TokenFile> of(Config settings) {
    List<TokenFile> files = new ArrayList<>();
    add(files, settings, "tasks.token", "tasks.token" + FILE);
    add(files, settings, "tasks.admin-token", "tasks.admin-token" + FILE);
    settings.getObject("tokens").keySet().stream()
        .sorted()
        .forEach(
            name ->
                add(files, settings, name, ConfigUtil.joinPath("tokens", name, "token" + FILE)));
    return List.copyOf(files);
  }

  private static void add(List<TokenFile> files, Config settings, String token, String key) {
    if (settings.hasPath(key) && !settings.getString(key).isEmpty()) {
      Path path = Path.of(settings.getString(key));
      if (Files.isRegularFile(path)) { // from a pipe, the settings have read it, once for all
        files.add(new TokenFile(token, key, path));
      }
    }
  }
}

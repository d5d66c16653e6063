package io.lynceus.app.daemon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.app.cli.AdminTokenFile;
import io.lynceus.app.cli.Version;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.MasterDaemon;
import io.lynceus.master.cameras.CamerasConfig;
import io.lynceus.vision.natives.NativeLibraryException;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code lynceus master}. */
@Command(
    name = "master",
    header = "Runs a master, to which slaves connect",
    description =
        "Runs the master in the foreground until SIGTERM; then finishes the tasks that it has.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped in order",
      "2:wrong usage or configuration, or a port that cannot be opened",
      "3:out of memory; ended at once"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  LYNCEUS_SECRET_FILE=/etc/my-secret lynceus master",
      "  lynceus master --config /etc/lynceus/master.conf",
      "  lynceus master --set tasks.port=7170"
    })
public final class MasterCommand extends DaemonCommand {
  private static final String STORE = "store.enabled";
  private static final String ADMIN_TOKEN = "tasks.admin-token";

  MasterCommand() {
    super("master");
  }

  @Override
  AutoCloseable start(Config settings, IntConsumer end) throws IOException {
    prepareStore(settings);
    return MasterDaemon.start(
        withCameras(MasterConfig.from(withAdministrators(settings)), settings),
        Version.current(),
        List.of(),
        FolderNetworks.of(settings.getString("models.dir")));
  }

  /** The cameras' file lies beside that of the settings, unless the settings say where it lies. */
  private MasterConfig withCameras(MasterConfig config, Config settings) {
    return CamerasConfig.isAuto(settings.getString("cameras.file"))
        ? settingsFile().map(CamerasConfig::beside).map(config::withCameras).orElse(config)
        : config;
  }

  /** Where its library cannot be unpacked, SQLite tries the temporary folder. */
  private static void prepareStore(Config settings) {
    if (settings.hasPath(STORE) && settings.getBoolean(STORE)) {
      try {
        StoreLibrary.prepare(System.getenv());
      } catch (NativeLibraryException e) {
        LoggerFactory.getLogger(MasterCommand.class).warn("SQLite: {}", e.getMessage());
      }
    }
  }

  /** Adds the token of the file if the settings have none: without a token, nobody administers. */
  private static Config withAdministrators(Config settings) {
    if (!settings.getString(ADMIN_TOKEN).isEmpty()) {
      return settings;
    }
    Logger log = LoggerFactory.getLogger(MasterCommand.class); // not before the log's settings
    AdminTokenFile file = AdminTokenFile.ofUser(System.getenv());
    try {
      String token = file.readOrMake();
      log.info("the administrators' token is in {}", file);
      return settings.withValue(ADMIN_TOKEN, ConfigValueFactory.fromAnyRef(token));
    } catch (IOException e) {
      log.warn(
          "nobody can drain slaves or clear the quarantine, as there is no administrators' token:"
              + " {}; or set tasks.admin-token-file",
          e.getMessage());
      return settings;
    }
  }
}

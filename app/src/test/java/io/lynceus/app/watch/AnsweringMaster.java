package io.lynceus.app.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.ScriptedMaster;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** A task port that answers each picture by its command, and remembers what it was sent. */
public final class AnsweringMaster implements Closeable {
  /** The reply to a picture; empty: the connection is closed instead. */
  public volatile Function<String, String> answer = command -> ScriptedMaster.COMPLETE;

  public final List<String> commands = new CopyOnWriteArrayList<>();
  public final List<byte[]> pictures = new CopyOnWriteArrayList<>();
  private static final Pattern COMMAND =
      Pattern.compile("ANALYZE size=(\\d+) id=\"?([^ \"]+)\"?.*");
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;

  public AnsweringMaster() throws IOException {
    this(0);
  }

  public AnsweringMaster(int port) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    start("answering-master", this::accept);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The ids of all pictures that were sent, in the order of sending. */
  public List<String> ids() {
    return commands.stream().map(AnsweringMaster::id).toList();
  }

  /** The id in a command. */
  public static String id(String command) {
    Matcher matcher = COMMAND.matcher(command);
    if (!matcher.matches()) {
      throw new AssertionError("no command with an id: " + command);
    }
    return matcher.group(2);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        start("answering-master-connection", () -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        Matcher command = COMMAND.matcher(line);
        if (!command.matches()) {
          continue; // STREAM, AUTH
        }
        pictures.add(in.readNBytes(Integer.parseInt(command.group(1))));
        commands.add(line);
        String reply = answer.apply(line);
        if (reply.isEmpty()) {
          return;
        }
        out.write((reply + "\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      // The client has gone; the test decides whether it should have.
    } finally {
      open.remove(socket);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(UTF_8);
  }

  /** A small picture, another for each number. */
  public static byte[] picture(int number) {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 4, number * 0x010305);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}

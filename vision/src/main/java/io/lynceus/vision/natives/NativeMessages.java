package io.lynceus.vision.natives;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What native libraries write to standard error while this thread is inside one of them. The
 * decoders of OpenCV report a damaged image in no other way.
 *
 * <pre>{@code
 * try (NativeMessages messages = NativeMessages.listen()) {
 *   Mat picture = Imgcodecs.imdecode(file, flags);
 *   Optional<String> said = messages.text();
 * }
 * }</pre>
 *
 * <p>On Linux, {@link #redirect} replaces the C library's {@code stderr} by a stream of ours
 * ({@code fopencookie}), which has no buffer: it calls Java on the thread that writes. So each text
 * belongs to the call that wrote it, and a call that writes nothing costs nothing. What is written
 * while nobody listens goes to {@link System#err}. The JVM does not write its own messages by
 * {@code stderr}, and does not notice.
 *
 * <p>An instance belongs to the thread that made it.
 */
public final class NativeMessages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NativeMessages.class);

  /** More is not kept: a PNG file can have thousands of faulty chunks. */
  private static final int MAX_BYTES = 16 << 10;

  private static final String LIBRARY_PATH = "jna.boot.library.path";
  private static final String NO_UNPACKING = "jna.nounpack";
  private static final int WITHOUT_BUFFER = 2;

  /** In libstdc++'s {@code stdio_sync_filebuf}: behind the fields of its base class. */
  private static final long FILE_OF_CERR = 64;

  private static final ThreadLocal<NativeMessages> LISTENERS = new ThreadLocal<>();

  /** Called by native code as long as the process lives; null where {@code stderr} is as it was. */
  private static volatile @Nullable WriteCallback redirected;

  private final @Nullable NativeMessages outer = LISTENERS.get();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private NativeMessages() {}

  /** {@code cookie_write_function_t}. */
  interface WriteCallback extends Callback {
    /** Takes all bytes. Called by any thread, with the stream locked. */
    long write(@Nullable Pointer cookie, Pointer text, long size);
  }

  /** {@code cookie_io_functions_t}. */
  @Structure.FieldOrder({"read", "write", "seek", "close"})
  public static final class StreamFunctions extends Structure implements Structure.ByValue {
    public @Nullable Pointer read;
    public @Nullable WriteCallback write;
    public @Nullable Pointer seek;
    public @Nullable Pointer close;
  }

  /**
   * Redirects the messages of all native libraries that are loaded afterwards. A second call
   * changes nothing.
   *
   * @param cache keeps the library that this needs
   * @return why that was not possible here; empty if it was, or is not tried on this system
   */
  static synchronized Optional<Throwable> redirect(CacheFolder cache, Platform platform)
      throws NativeLibraryException {
    Optional<String> resource = platform.jnaResource("jnidispatch");
    if (redirected != null || resource.isEmpty()) {
      return Optional.empty();
    }
    if (System.getProperty(LIBRARY_PATH) == null) {
      Path library = cache.unpacked(resource.get(), "jna-" + Native.VERSION);
      System.setProperty(LIBRARY_PATH, String.valueOf(library.getParent()));
      System.setProperty(NO_UNPACKING, "true"); // else it makes a folder in the user's home
    }
    try {
      redirect();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  private static void redirect() {
    NativeLibrary process = NativeLibrary.getProcess();
    StreamFunctions functions = new StreamFunctions();
    WriteCallback callback = NativeMessages::take;
    functions.write = callback;
    Pointer stream =
        (Pointer)
            process
                .getFunction("fopencookie")
                .invoke(Pointer.class, new Object[] {Pointer.NULL, "w", functions});
    if (stream == null) {
      throw new IllegalStateException("the C library makes no stream");
    }
    process
        .getFunction("setvbuf")
        .invoke(int.class, new Object[] {stream, Pointer.NULL, WITHOUT_BUFFER, 0L});
    Pointer variable = process.getGlobalVariableAddress("stderr");
    Pointer before = variable.getPointer(0);
    redirected = callback;
    variable.setPointer(0, stream);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> variable.setPointer(0, before)));
    redirectCerr(before, stream);
  }

  /**
   * {@code std::cerr} keeps the stream that it met when its library was loaded. That may have been
   * before: the JVM uses the library, too.
   */
  private static void redirectCerr(Pointer before, Pointer stream) {
    try {
      NativeLibrary library = NativeLibrary.getInstance("libstdc++.so.6");
      Pointer cerr = library.getGlobalVariableAddress("_ZSt4cerr");
      Pointer methods = cerr.getPointer(0);
      if (methods == null) {
        return; // not made yet: it will meet our stream
      }
      long base = methods.getLong(-3L * Native.POINTER_SIZE);
      Pointer buffer =
          (Pointer)
              library
                  .getFunction("_ZNKSt9basic_iosIcSt11char_traitsIcEE5rdbufEv")
                  .invoke(Pointer.class, new Object[] {cerr.share(base)});
      if (buffer != null && before.equals(buffer.getPointer(FILE_OF_CERR))) {
        buffer.setPointer(FILE_OF_CERR, stream);
      }
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("std::cerr stays as it is", e);
    }
  }

  private static long take(@Nullable Pointer cookie, Pointer text, long size) {
    byte[] written = text.getByteArray(0, Math.toIntExact(size));
    NativeMessages listener = LISTENERS.get();
    if (listener == null) {
      System.err.write(written, 0, written.length);
      System.err.flush();
    } else {
      int room = MAX_BYTES - listener.bytes.size();
      listener.bytes.write(written, 0, Math.min(room, written.length));
    }
    return size;
  }

  /** Listens to what this thread's calls write from now on, until {@link #close}. */
  public static NativeMessages listen() {
    NativeMessages listener = new NativeMessages();
    LISTENERS.set(listener);
    return listener;
  }

  /** What was written so far, its beginning; absent on systems where it cannot be heard. */
  public Optional<String> text() {
    return redirected == null ? Optional.empty() : Optional.of(bytes.toString(UTF_8));
  }

  @Override
  public void close() {
    if (outer == null) {
      LISTENERS.remove();
    } else {
      LISTENERS.set(outer);
    }
  }
}

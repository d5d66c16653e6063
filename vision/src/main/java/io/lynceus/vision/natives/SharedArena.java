package io.lynceus.vision.natives;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One arena for the runs of all of ONNX Runtime's sessions in this process: it keeps what the runs
 * took that were under way at the same time, and the next ones take it again.
 *
 * <p>Without it, each session keeps memory for itself, or takes it from the C library for each run.
 * Before version 2.38, glibc does not find a freed block again for an aligned request of the same
 * size (bug 14581): a slave at work grew by 900 MB within a minute.
 *
 * <p>The Java API cannot register an allocator. The C API can ({@code onnxruntime_c_api.h}): its
 * functions stand in a table that is extended at its end only. All of a process share the
 * environment, whichever API they use. Callable by any thread.
 */
public final class SharedArena {
  /** The functions used here exist since version 1.16 of the library at the latest. */
  private static final int API_VERSION = 16;

  private static final int GET_ERROR_MESSAGE = 2;
  private static final int CREATE_ENV = 3;
  private static final int CREATE_CPU_MEMORY_INFO = 69;
  private static final int RELEASE_STATUS = 93;
  private static final int RELEASE_MEMORY_INFO = 94;
  private static final int CREATE_AND_REGISTER_ALLOCATOR = 144;
  private static final int CREATE_ARENA_CFG = 156;
  private static final int RELEASE_ARENA_CFG = 157;

  /** {@code ORT_LOGGING_LEVEL_WARNING}, as the Java API has it; for an environment that exists. */
  private static final int LOG_WARNINGS = 2;

  /** {@code OrtArenaAllocator} and {@code OrtMemTypeDefault}. */
  private static final int ARENA = 1;

  private static final int DEFAULT_MEMORY = 0;

  /** Regions of 1, 2, 4 MB and so on, as sessions' own arenas have. */
  private static final int BY_DOUBLING = 0;

  private static final long NO_BOUND = 0;
  private static final int DEFAULT = -1;

  private static volatile boolean registered;

  private final Pointer functions;

  private SharedArena(Pointer functions) {
    this.functions = functions;
  }

  /**
   * Registers the arena with ONNX Runtime's environment, which must exist. A second call changes
   * nothing.
   *
   * @param library the file that ONNX Runtime was loaded from
   * @return why that was not possible; empty if it was
   */
  static synchronized Optional<Throwable> register(Path library) {
    if (registered) {
      return Optional.empty();
    }
    try {
      Function base = NativeLibrary.getInstance(library.toString()).getFunction("OrtGetApiBase");
      Pointer getApi = pointer(base.invoke(Pointer.class, new Object[0])).getPointer(0);
      Object api = Function.getFunction(getApi).invoke(Pointer.class, new Object[] {API_VERSION});
      new SharedArena(pointer(api)).register();
      registered = true;
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  /** Whether this process has the arena. */
  public static boolean isRegistered() {
    return registered;
  }

  /** Lets a session use the arena, which must be registered. */
  public static void use(SessionOptions options) throws OrtException {
    options.addConfigEntry("session.use_env_allocators", "1");
  }

  private void register() {
    Pointer environment = made(CREATE_ENV, LOG_WARNINGS, "lynceus");
    Pointer memory = made(CREATE_CPU_MEMORY_INFO, ARENA, DEFAULT_MEMORY);
    try {
      Pointer config = made(CREATE_ARENA_CFG, NO_BOUND, BY_DOUBLING, DEFAULT, DEFAULT);
      try {
        check(CREATE_AND_REGISTER_ALLOCATOR, environment, memory, config);
      } finally {
        function(RELEASE_ARENA_CFG).invoke(new Object[] {config});
      }
    } finally {
      function(RELEASE_MEMORY_INFO).invoke(new Object[] {memory});
    }
  }

  private Function function(int place) {
    return Function.getFunction(functions.getPointer((long) place * Native.POINTER_SIZE));
  }

  /** Calls a function whose last argument is where it writes what it has made. */
  private Pointer made(int place, Object... arguments) {
    PointerByReference made = new PointerByReference();
    Object[] all = new Object[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = made;
    check(place, all);
    return pointer(made.getValue());
  }

  private void check(int place, Object... arguments) {
    Object status = function(place).invoke(Pointer.class, arguments);
    if (status != null) {
      Object text = function(GET_ERROR_MESSAGE).invoke(String.class, new Object[] {status});
      function(RELEASE_STATUS).invoke(new Object[] {status});
      throw new IllegalStateException(String.valueOf(text));
    }
  }

  private static Pointer pointer(@Nullable Object value) {
    if (value instanceof Pointer pointer) {
      return pointer;
    }
    throw new IllegalStateException("ONNX Runtime's C API is not there");
  }
}

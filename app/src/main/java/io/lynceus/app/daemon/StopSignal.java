package io.lynceus.app.daemon;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Runs an action when this process is asked to end: at SIGTERM, SIGINT or SIGHUP. A second such
 * signal ends the process at once.
 *
 * <p>A shutdown hook will not do: hooks run concurrently, and ONNX Runtime's own hook frees what
 * running analyses still use, so that a slave that drains in a hook would crash. The JDK's {@code
 * sun.misc.Signal}, of the module {@code jdk.unsupported}, has no successor. It is used by
 * reflection because javac's warning about it cannot be switched off.
 */
public final class StopSignal {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private final Runnable asked;
  private final Constructor<?> signal;
  private final Method handle;
  private final Class<?> handler;

  private StopSignal(Runnable asked) throws ReflectiveOperationException {
    this.asked = asked;
    Class<?> type = Class.forName("sun.misc.Signal");
    handler = Class.forName("sun.misc.SignalHandler");
    signal = type.getConstructor(String.class);
    handle = type.getMethod("handle", type, handler);
  }

  /**
   * Starts handling the signals.
   *
   * @param asked run by any thread at the first signal
   */
  public static void take(Runnable asked) {
    try {
      StopSignal taken = new StopSignal(asked);
      taken.handleBy(
          Proxy.newProxyInstance(
              StopSignal.class.getClassLoader(),
              new Class<?>[] {taken.handler},
              (proxy, method, arguments) -> taken.received()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM cannot handle signals", e);
    }
  }

  private Object received() throws ReflectiveOperationException {
    handleBy(handler.getField("SIG_DFL").get(null));
    asked.run();
    return this;
  }

  private void handleBy(Object newHandler) throws ReflectiveOperationException {
    for (String name : NAMES) {
      try {
        handle.invoke(null, signal.newInstance(name), newHandler);
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof IllegalArgumentException)) {
          throw e;
        } // the system lacks this signal, or the JVM runs with -Xrs
      }
    }
  }
}

package io.lynceus.benchmarks.rounds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The resources that a process has used since its start, from Linux's {@code /proc}; see proc(5).
 *
 * @param cpu CPU time of all threads, user and kernel, in steps of 10 ms
 * @param minorFaults page faults that needed no disk
 * @param residentBytes resident memory now
 */
public record ProcessUse(Duration cpu, long minorFaults, long residentBytes) {
  private static final int TICKS_PER_SECOND = 100; // USER_HZ, the same on all current Linux systems
  private static final int KIB = 1 << 10;

  // Positions in /proc/PID/stat, counted after the command's name, which may contain spaces.
  private static final int MINOR_FAULTS = 7;
  private static final int USER_TICKS = 11;
  private static final int KERNEL_TICKS = 12;

  /**
   * Reads the use of a running process.
   *
   * @throws IOException when there is no such process, or the system is not Linux
   */
  public static ProcessUse of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(proc.resolve("stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    long ticks = Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(KERNEL_TICKS));
    return new ProcessUse(
        Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND),
        Long.parseLong(fields.get(MINOR_FAULTS)),
        residentBytes(proc));
  }

  /** The use since {@code earlier}; the resident memory is the current one. */
  public ProcessUse since(ProcessUse earlier) {
    return new ProcessUse(cpu.minus(earlier.cpu), minorFaults - earlier.minorFaults, residentBytes);
  }

  private static long residentBytes(Path proc) throws IOException {
    List<String> status = Files.readAllLines(proc.resolve("status"));
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
        .findFirst()
        .orElse(0);
  }
}

package io.lynceus.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gearman's binary protocol (gearman.org/protocol) as far as one function needs it: the client, and
 * a worker as a separate program. In Java, so that the server is compared and not its Python
 * clients.
 */
final class Gearman implements Dialect {
  private static final int CAN_DO = 1;
  private static final int PRE_SLEEP = 4;
  private static final int SUBMIT_JOB = 7;
  private static final int JOB_CREATED = 8;
  private static final int GRAB_JOB = 9;
  private static final int NO_JOB = 10;
  private static final int JOB_ASSIGN = 11;
  private static final int WORK_COMPLETE = 13;

  private static final int REQUEST_MAGIC = 0x00524551;
  private static final int HEADER_BYTES = 12;
  private static final String FUNCTION = "noop";

  @Override
  public byte[] request(byte[] image) {
    byte[] head = (FUNCTION + "\0\0").getBytes(US_ASCII);
    return packet(SUBMIT_JOB, joined(head, head.length, image));
  }

  @Override
  public void awaitReply(BufferedInput in, OutputStream out) throws IOException {
    while (true) {
      in.integer();
      int type = in.integer();
      in.skip(in.integer());
      if (type == WORK_COMPLETE) {
        return;
      }
      if (type != JOB_CREATED) {
        throw new IOException("gearmand replied with packet " + type);
      }
    }
  }

  private static byte[] joined(byte[] first, int count, byte[] second) {
    byte[] both = Arrays.copyOf(first, count + second.length);
    System.arraycopy(second, 0, both, count, second.length);
    return both;
  }

  private static byte[] packet(int type, byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .putInt(REQUEST_MAGIC)
        .putInt(type)
        .putInt(body.length)
        .put(body)
        .array();
  }

  /**
   * A worker that replies to each job with ten bytes and asks for the next job in the same write.
   */
  static final class GearmanWorker {
    private static final byte[] NOTHING = {};
    private static final byte[] RESULT = new byte[10];
    private static final int LONGEST_HANDLE = 64;

    private GearmanWorker() {}

    /** Works until the connection ends: {@code PORT}. */
    public static void main(String[] args) throws IOException {
      byte[] grab = packet(GRAB_JOB, NOTHING);
      byte[] sleep = packet(PRE_SLEEP, NOTHING);
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
        socket.setTcpNoDelay(true);
        BufferedInput in = new BufferedInput(socket.getInputStream());
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        out.write(packet(CAN_DO, FUNCTION.getBytes(US_ASCII)));
        out.write(grab);
        while (true) {
          if (in.isEmpty()) {
            out.flush();
          }
          in.integer();
          int type = in.integer();
          int length = in.integer();
          byte[] handle = in.bytes(Math.min(length, LONGEST_HANDLE));
          in.skip(length - handle.length);
          if (type == JOB_ASSIGN) {
            out.write(done(handle));
          }
          out.write(type == NO_JOB ? sleep : grab);
        }
      }
    }

    /**
     * @param job the job's handle, which ends with a zero, and its other fields
     */
    private static byte[] done(byte[] job) {
      int end = 1;
      while (job[end - 1] != 0) {
        end++;
      }
      return packet(WORK_COMPLETE, joined(job, end, RESULT));
    }
  }
}

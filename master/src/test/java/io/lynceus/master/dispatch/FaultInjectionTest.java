package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whatever dispatch calls throws once, at each call in turn: the clock, a connection to a slave,
 * the quarantine, the outlets. Every image gets exactly one reply, nothing is kept of it, and the
 * next image is complete. The invariants hold after every event, because tests run with assertions
 * on.
 */
class FaultInjectionTest {
  private int callsUntilFault;

  private void mayFail() {
    if (--callsUntilFault == 0) {
      throw new IllegalStateException("a fault that the test wants");
    }
  }

  @Test
  void oneFaultAnywhereCostsNoReplyAndKeepsNothing() {
    int call = 1;
    while (new Run(call).hasFailed()) {
      call++;
    }
    assertThat(call).as("calls in one run").isGreaterThan(150);
  }

  /** A life of a master in which the call of that number throws. */
  private final class Run {
    private final int failing;
    private final ManualLoop loop = new ManualLoop();
    private final TaskDispatcher dispatcher;
    private final Map<Integer, List<Reply>> replies = new TreeMap<>();

    Run(int failing) {
      this.failing = failing;
      callsUntilFault = Integer.MAX_VALUE;
      dispatcher =
          new TaskDispatcher(
              TaskDispatcherFixture.CONFIG,
              new TaskDispatcher.Identity("1", "run"),
              loop,
              () -> {
                mayFail();
                return loop.nanos();
              },
              new FaultyStore(),
              new Listeners(
                  List.of(),
                  () -> {
                    mayFail();
                    return Optional.empty();
                  }));
      callsUntilFault = failing;
      live();
    }

    /** Whether the run was long enough to have the fault. */
    boolean hasFailed() {
      return callsUntilFault <= 0;
    }

    private void live() {
      FaultySlave first = slave("a", 1);
      FaultySlave second = slave("b", 2);
      submit(0, "killer", Set.of(Analysis.EDGES));
      submit(1, "one", Images.ALL);
      submit(2, "one", Images.ALL);
      first.startAll();
      dispatcher.lost(first, "killed");
      pass(Duration.ofMillis(500));
      second.failOne();
      second.startAll();
      second.finishAll();
      dispatcher.lost(second, "killed");
      FaultySlave third = slave("c", 2);
      pass(Duration.ofMillis(500));
      third.confined().forEach(third::childDies);
      submit(3, "two", Set.of(Analysis.FACES, Analysis.CORNERS)).cancel();
      submit(4, "three", Set.of(Analysis.CORNERS));
      third.startAll();
      pass(Duration.ofSeconds(11)); // longer than an attempt may take
      third.say(new Draining());
      third.finishAll();
      dispatcher.lost(third, "left");
      pass(Duration.ofSeconds(31)); // longer than any deadline
      assertNothingIsLeft();
      boolean hadFault = hasFailed();
      callsUntilFault = Integer.MAX_VALUE;
      FaultySlave last = slave("d", 3);
      submit(5, "four", Images.ALL);
      last.finishAll();
      assertThat(replies.get(5)).as("call %d", failing).hasSize(1);
      assertThat(replies.get(5).get(0).status()).isEqualTo(Status.COMPLETE);
      callsUntilFault = hadFault ? 0 : 1;
    }

    private void assertNothingIsLeft() {
      for (int image : new int[] {0, 1, 2, 4}) {
        assertThat(replies.get(image)).as("call %d, image %d", failing, image).hasSize(1);
      }
      // The client of image 3 leaves, perhaps after the fault.
      assertThat(replies.get(3)).as("call %d", failing).hasSizeLessThanOrEqualTo(1);
      assertThat(dispatcher.holdsNothing()).as("call %d: nothing is kept", failing).isTrue();
      assertThat(dispatcher.faults()).isLessThanOrEqualTo(1);
    }

    private FaultySlave slave(String name, int slots) {
      FaultySlave slave = new FaultySlave(name);
      dispatcher.joined(slave, Images.registration(name, slots, Images.ALL));
      loop.runPosted();
      return slave;
    }

    private TaskIntake.Ticket submit(int image, String hash, Set<Analysis> analyses) {
      List<Reply> own = replies.computeIfAbsent(image, none -> new ArrayList<>());
      TaskRequest request = Images.request(hash, analyses);
      TaskIntake.Ticket ticket = dispatcher.submit(request, own::add);
      loop.runPosted();
      return ticket;
    }

    private void pass(Duration time) {
      for (long ms = 0; ms < time.toMillis(); ms += 500) {
        loop.advance(Duration.ofMillis(500));
        dispatcher.tick();
        loop.runPosted();
      }
    }

    /** Its connection may throw; what it says cannot. */
    private final class FaultySlave extends ScriptedSlave {
      private int finished;

      FaultySlave(String name) {
        super(name, dispatcher);
      }

      @Override
      public void send(MasterMessage message) {
        mayFail();
        super.send(message);
      }

      @Override
      public void sendImage(long task, ImageHeader header, ByteBuffer bytes) {
        mayFail();
        super.sendImage(task, header, bytes);
      }

      @Override
      public void close(String reason) {
        mayFail();
        super.close(reason);
      }

      void startAll() {
        assigned().stream().skip(finished).forEach(this::starts);
        loop.runPosted();
      }

      void failOne() {
        if (assigned().size() > finished) {
          fails(assigned().get(finished), FailureReason.ANALYSIS_FAILED);
          finished++;
          loop.runPosted();
        }
      }

      /** Until there is nothing more to do, with a heartbeat each time. */
      void finishAll() {
        while (assigned().size() > finished) {
          AssignUnit unit = assigned().get(finished++);
          finishes(unit);
          say(new SlaveHeartbeat(0, 0, MemoryUse.NONE));
          loop.runPosted();
        }
      }
    }
  }

  private final class FaultyStore implements QuarantineStore {
    @Override
    public List<Quarantined> entries() {
      return List.of();
    }

    @Override
    public Optional<String> keep(Poisoning poisoning) {
      mayFail();
      return Optional.empty();
    }

    @Override
    public boolean clear(Set<String> images) {
      return true;
    }

    @Override
    public void close() {}
  }
}

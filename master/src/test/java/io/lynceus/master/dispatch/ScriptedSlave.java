package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.model.Analysis;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.ConfineUnit;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A slave that does what the test says, and remembers what it was told. */
class ScriptedSlave implements RemoteSlave {
  final List<MasterMessage> told = new ArrayList<>();
  final List<Long> images = new ArrayList<>();
  boolean closed;
  private final String name;
  private final @Nullable SlaveEvents master;

  ScriptedSlave(String name, SlaveEvents master) {
    this.name = name;
    this.master = master;
  }

  /** One that has nothing to say. */
  ScriptedSlave(String name) {
    this.name = name;
    master = null;
  }

  void say(SlaveMessage message) {
    Objects.requireNonNull(master, "it was made without a master").received(this, message);
  }

  @Override
  public String address() {
    return name;
  }

  @Override
  public void send(MasterMessage message) {
    told.add(message);
  }

  @Override
  public void sendImage(long task, ImageHeader header, ByteBuffer bytes) {
    images.add(task);
  }

  @Override
  public void sendNetwork(NetworkAnnounced network, ByteBuffer file) {
    told.add(network);
  }

  @Override
  public void close(String reason) {
    closed = true;
  }

  /** All units that it was ever given to confine, in order. */
  List<AssignUnit> confined() {
    return told(ConfineUnit.class).stream().map(ConfineUnit::unit).toList();
  }

  /** The child of a confined unit has died. */
  void childDies(AssignUnit unit) {
    say(new ChildDied(unit.attempt(), "exit code 134", "# SIGSEGV\n"));
  }

  /** All units that it was ever given beside others or alone, in order. */
  List<AssignUnit> assigned() {
    return told(AssignUnit.class);
  }

  <M extends MasterMessage> List<M> told(Class<M> type) {
    return told.stream().filter(type::isInstance).map(type::cast).toList();
  }

  AssignUnit assigned(Analysis analysis) {
    return assigned().stream()
        .filter(unit -> unit.analysis().equals(analysis))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  void starts(AssignUnit unit) {
    say(new UnitStarted(unit.attempt()));
  }

  void finishes(AssignUnit unit) {
    finishes(unit, Duration.ofMillis(10));
  }

  void finishes(AssignUnit unit, Duration time) {
    say(
        new UnitDone(
            unit.attempt(), Images.findings(unit.analysis()), new UnitTiming(Duration.ZERO, time)));
  }

  void fails(AssignUnit unit, FailureReason reason) {
    say(new UnitFailed(unit.attempt(), reason, "because"));
  }
}

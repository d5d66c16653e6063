package io.lynceus.master.delivery;

import io.lynceus.model.event.EventChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A channel whose answers a test gives. */
class ScriptedChannel implements EventChannel {
  final List<Delivery> got = new ArrayList<>();
  boolean ready = true;
  Runnable wake = () -> {};
  private final String name;
  private final Function<Delivery, CompletionStage<DeliveryOutcome>> answers;

  ScriptedChannel(String name, Function<Delivery, CompletionStage<DeliveryOutcome>> answers) {
    this.name = name;
    this.answers = answers;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean wants(EventChange change) {
    return change.type() != EventChange.Type.UPDATE;
  }

  @Override
  public void opened(Runnable wakeUp) {
    wake = wakeUp;
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public CompletionStage<DeliveryOutcome> deliver(Delivery delivery) {
    got.add(delivery);
    return answers.apply(delivery);
  }

  List<String> ids() {
    return got.stream().map(delivery -> delivery.change().event().id()).toList();
  }
}

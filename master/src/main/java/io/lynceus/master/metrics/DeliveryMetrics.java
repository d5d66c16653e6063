package io.lynceus.master.metrics;

import io.lynceus.master.delivery.ChannelState;
import io.lynceus.master.webhooks.WebhookConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of webhooks. Gauges of what is not known are NaN. */
final class DeliveryMetrics {
  private static final String TAG = "webhook";

  private final MeterRegistry registry;
  private final Supplier<List<ChannelState>> states;

  /**
   * @param states of all channels; any thread asks
   */
  DeliveryMetrics(MeterRegistry registry, Supplier<List<ChannelState>> states) {
    this.registry = registry;
    this.states = states;
  }

  void register() {
    states.get().stream()
        .map(ChannelState::channel)
        .filter(channel -> channel.startsWith(WebhookConfig.CHANNEL))
        .forEach(this::register);
  }

  private void register(String channel) {
    gauge(
        "pending", "Events that a webhook has still to be told of", channel, ChannelState::pending);
    gauge("dead", "Events that were given up, and are kept", channel, ChannelState::dead);
    counter("delivered", channel, ChannelState::delivered);
    counter("failed", channel, ChannelState::failed);
    counter("dropped", channel, ChannelState::dropped);
  }

  private void gauge(
      String what,
      String description,
      String channel,
      Function<ChannelState, OptionalLong> number) {
    Gauge.builder("lynceus.webhook." + what, this, of -> number(number.apply(of.state(channel))))
        .description(description)
        .tag(TAG, name(channel))
        .strongReference(true)
        .register(registry);
  }

  private void counter(String result, String channel, ToDoubleFunction<ChannelState> number) {
    FunctionCounter.builder(
            "lynceus.webhook.attempts", this, of -> number.applyAsDouble(of.state(channel)))
        .description(
            "Events that a webhook was told (delivered), attempts without success (failed), and"
                + " events lost because too many waited (dropped)")
        .tags(TAG, name(channel), "result", result)
        .register(registry);
  }

  private ChannelState state(String channel) {
    return states.get().stream()
        .filter(state -> state.channel().equals(channel))
        .findFirst()
        .orElseThrow();
  }

  private static String name(String channel) {
    return channel.substring(WebhookConfig.CHANNEL.length());
  }

  private static double number(OptionalLong known) {
    return known.isPresent() ? known.getAsLong() : Double.NaN;
  }
}

package io.torrentinno.agent.config.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.outgoing.OutgoingObserver;
import io.torrentinno.agent.outgoing.OutgoingUse;
import io.torrentinno.agent.outgoing.Refusal;
import java.util.HashMap;
import java.util.Map;

/** Counts the connections that were refused. The metrics of all reasons exist from the start. */
public final class OutgoingMetrics implements OutgoingObserver {
  private record Kind(OutgoingUse use, Refusal.Reason reason) {}

  private final Map<Kind, Counter> counters = new HashMap<>();

  public OutgoingMetrics(MeterRegistry registry) {
    for (OutgoingUse use : OutgoingUse.values()) {
      for (Refusal.Reason reason : Refusal.Reason.values()) {
        Refusal.Reason foreign =
            use == OutgoingUse.PEER ? Refusal.Reason.PORT : Refusal.Reason.PLAINTEXT;
        if (reason != foreign) {
          counters.put(
              new Kind(use, reason),
              Counter.builder("torrentinno.agent.outgoing.refused")
                  .description("Addresses that others named and the settings do not allow")
                  .tag("use", use.label())
                  .tag("reason", reason.label())
                  .register(registry));
        }
      }
    }
  }

  @Override
  public void refused(OutgoingUse use, Refusal.Reason reason) {
    Counter counter = counters.get(new Kind(use, reason));
    if (counter != null) {
      counter.increment();
    }
  }
}

package io.torrentinno.agent.api.bodies;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.api.bodies.BodyRefused.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts the bodies that were refused, by reason. */
@Component
public final class RefusedBodies {
  private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

  RefusedBodies(MeterRegistry registry) {
    for (Reason reason : Reason.values()) {
      Counter counter =
          Counter.builder("torrentinno.agent.refused.bodies")
              .description("Requests whose body was refused")
              .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .register(registry);
      counters.put(reason, counter);
    }
  }

  /** Counts a refused body. */
  public void count(Reason reason) {
    Counter counter = counters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}

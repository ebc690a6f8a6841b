package io.torrentinno.agent.api.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The metrics of the web server's connections; zero until the server exists. */
final class RestConnections implements MeterBinder {
  private volatile @Nullable BoundedProtocol protocol;

  /** Measures the connections of the first server, which is the one of the API. */
  void of(BoundedProtocol server) {
    if (protocol == null) {
      protocol = server;
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge("torrentinno.agent.rest.connections", BoundedProtocol::connections)
        .description("Connections to the REST API and the page")
        .register(registry);
    gauge("torrentinno.agent.rest.connections.limit", BoundedProtocol::getMaxConnections)
        .description("Limit of the connections to the REST API and the page")
        .register(registry);
  }

  private Gauge.Builder<RestConnections> gauge(
      String name, ToDoubleFunction<BoundedProtocol> value) {
    return Gauge.builder(
        name,
        this,
        it -> {
          BoundedProtocol server = it.protocol;
          return server == null ? 0 : value.applyAsDouble(server);
        });
  }
}

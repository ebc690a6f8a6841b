package io.torrentinno.agent.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A test with many clients of a server, which hang up at its end. */
abstract class ServerClients {
  @LocalServerPort int port;
  @Autowired private FakeAgent agent;
  @Autowired private MeterRegistry metrics;
  private final List<RawHttp> clients = new ArrayList<>();

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @AfterEach
  void hangUp() throws IOException {
    for (RawHttp client : clients) {
      client.close();
    }
  }

  /** This client hangs up at the end. */
  RawHttp untilTheEnd(RawHttp client) {
    clients.add(client);
    return client;
  }

  /** Longer than what the system keeps of a connection. */
  void makeTheListLong() {
    for (int i = 0; i < 16_000; i++) {
      agent.put(
          Samples.status("f" + i, ResourceState.SEEDING, 1, 1),
          new PieceStatus(Bitfield.full(1), new Bitfield(1)),
          List.of());
    }
  }

  double connections() {
    return metrics.get("torrentinno.agent.rest.connections").gauge().value();
  }
}

package io.torrentinno.tracker.udp;

import io.torrentinno.tracker.gateway.PublicAddresses.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An open endpoint that trusts the addresses that peers name, and a caller that has connected. */
abstract class ConnectedCaller {
  final UdpEndpointUnderTest endpoint = new UdpEndpointUnderTest(Policy.TRUST);
  final UdpProbe caller = endpoint.caller();
  long connection;

  @BeforeEach
  void connect() {
    connection = caller.connect();
  }

  @AfterEach
  void close() {
    caller.close();
    endpoint.close();
  }
}

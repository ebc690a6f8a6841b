package io.torrentinno.tracker.udp;

import io.torrentinno.tracker.door.PublicAddresses.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An open door that believes what callers say, and one who has connected. */
abstract class ConnectedCaller {
  final UdpDoorUnderTest door = new UdpDoorUnderTest(Policy.TRUST);
  final UdpProbe caller = door.caller();
  long connection;

  @BeforeEach
  void connect() {
    connection = caller.connect();
  }

  @AfterEach
  void close() {
    caller.close();
    door.close();
  }
}

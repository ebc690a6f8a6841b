package io.torrentinno.tracker.testing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A whole tracker on any free port, and a client of its HTTP endpoint. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class ServedTracker {
  @LocalServerPort protected int port;
  protected HttpProbe http;

  @BeforeEach
  void connect() {
    http = new HttpProbe(port);
  }

  @AfterEach
  void disconnect() {
    http.close();
  }
}

package io.torrentinno.agent.api.sharing;

import io.torrentinno.agent.api.Samples;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** Answers to what was shared. */
public final class Created {
  private Created() {}

  /** Fails unless the answer names a new resource, with a location relative to {@code share}. */
  public static void expect(ResponseSpec answer, String name) {
    answer
        .expectStatus()
        .isCreated()
        .expectHeader()
        .valueEquals("Location", Samples.infoHash(name).toString())
        .expectBody()
        .jsonPath("$.name")
        .isEqualTo(name);
  }
}

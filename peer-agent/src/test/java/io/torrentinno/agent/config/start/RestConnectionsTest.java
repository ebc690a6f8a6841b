package io.torrentinno.agent.config.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class RestConnectionsTest {
  @ParameterizedTest
  @CsvSource({"1024, 100, 32", "1024, 1024, 128", "100, 1024, 100", "1024, 1048576, 1024"})
  void takeAtMostAnEighthOfTheDescriptors(int set, long descriptors, int taken) {
    MockEnvironment environment = new MockEnvironment();
    environment.setProperty("server.tomcat.max-connections", String.valueOf(set));

    new RestConnections(descriptors).limit(environment);

    assertThat(environment.getProperty("server.tomcat.max-connections", int.class))
        .isEqualTo(taken);
  }
}

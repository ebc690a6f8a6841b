package io.torrentinno.agent.api.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class JsonFaultTest {
  @ParameterizedTest
  @ValueSource(strings = {"{", "[1,", "{\"a\":\"", "nul", "{\"a\" 1}"})
  void saysNothingOfTheParser(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);

    JacksonException fault =
        catchThrowableOfType(
            JacksonException.class, () -> JsonMapper.builder().build().readTree(body));

    assertThat(JsonFault.of(fault))
        .startsWith("the JSON is malformed: ")
        .doesNotContain("Source", "REDACTED", "StreamReadFeature");
  }
}

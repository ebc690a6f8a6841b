package io.torrentinno.agent.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AgentAddressTest {
  private final AgentAddress address = new AgentAddress();

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8091, http://127.0.0.1:8091",
    "https://files.example.com/agent1/, https://files.example.com/agent1/",
    "http://files.example.com, http://files.example.com",
    "127.0.0.1:8091, http://127.0.0.1:8091",
    "localhost:8091, http://localhost:8091",
    "agent1, http://agent1:8090",
    "[::1]:8091, http://[::1]:8091",
    "' 127.0.0.1:8091 ', http://127.0.0.1:8091",
    "'', http://127.0.0.1:8090",
  })
  void takesWhatPeopleWrite(String text, String read) {
    assertThat(address.convert(text)).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "host:port", "http://", "a b", "http:/host", "://host"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> address.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining(text);
  }
}

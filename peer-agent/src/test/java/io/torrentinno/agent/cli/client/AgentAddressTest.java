package io.torrentinno.agent.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AgentAddressTest {
  private final AgentAddress address =
      new AgentAddress(name -> {
        if (name.startsWith("no_")) {
          throw new UnknownHostException(name);
        }
        return name.startsWith("v6") ? "fd00::7" : "10.0.0.7";
      });

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
    "compose_agent_1:8091, http://10.0.0.7:8091",
    "compose_agent_1, http://10.0.0.7:8090",
    "http://v6_agent.lan/below/, http://[fd00::7]/below/",
  })
  void takesWhatPeopleWrite(String text, String read) {
    assertThat(address.convert(text)).hasToString(read);
  }

  @Test
  void saysThatThereIsNoMachineOfAName() {
    assertThatThrownBy(() -> address.convert("no_such:8090"))
        .hasMessage("No machine is called no_such.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "host:port", "http://", "a b", "http:/host", "://host"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> address.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining(text);
  }
}

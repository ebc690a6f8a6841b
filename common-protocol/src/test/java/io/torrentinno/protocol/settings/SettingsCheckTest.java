package io.torrentinno.protocol.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
  private final SettingsCheck check =
      new SettingsCheck(
          "agent",
          names(
              """
              {"name": "torrentinno.agent.data-dir", "type": "java.nio.file.Path"},
              {"name": "torrentinno.agent.share-dirs", "type": "java.util.List<java.nio.file.Path>"},
              {"name": "torrentinno.agent.listen-port", "type": "java.lang.Integer"},
              {"name": "torrentinno.agent.choking", "type": "x.Choking"},
              {"name": "torrentinno.agent.super-seeding", "type": "java.lang.Boolean"},
              {"name": "torrentinno.agent.limits.upload-per-second", "type": "x.DataSize"}\
              """),
          () ->
              names(
                  """
                  {"name": "server.port", "type": "java.lang.Integer"},
                  {"name": "server.address", "type": "java.net.InetAddress"},
                  {"name": "debug", "type": "java.lang.Boolean"},
                  {"name": "logging.level", "type": "java.util.Map<java.lang.String,java.lang.String>"},
                  {"name": "spring.profiles.active", "type": "java.util.List<java.lang.String>"}\
                  """));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--torrentinno.agent.data-dir=/srv/a b",
        "--torrentinno.agent.dataDir=x",
        "--torrentinno.agent.data_dir=x",
        "--TORRENTINNO.AGENT.DATADIR=x",
        "--torrentinno.agent.share-dirs[0]=x",
        "--torrentinno.agent.data-dir=",
        "--server.port=1",
        "--debug",
        "--logging.level.org.example=debug",
        "--logging.level[org.example]=debug",
        "--server.tomcat.an-undescribed-name=1"
      })
  void acceptsSettingsThatExist(String word) {
    check.commandLine(word);

    assertThat(check.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "--torrentinno.agent.data-dri=x, --torrentinno.agent.data-dir?",
        "--torrentinno.agent.port=1, --torrentinno.agent.listen-port?",
        "--torrentinno.agnet.data-dir=x, --torrentinno.agent.data-dir?",
        "--torentinno.agent.data-dir=x, --torrentinno.agent.data-dir?",
        "--torrentinno.data-dir=x, --torrentinno.agent.data-dir?",
        "--data-dir=x, --torrentinno.agent.data-dir?",
        "--upload-per-second=x, --torrentinno.agent.limits.upload-per-second?",
        "--torrentinno.agent.colour=x, There is no setting --torrentinno.agent.colour",
        "--server.prot=1, --server.port?",
        "--servre.port=1, --server.port?",
        "--server.adress=::1, --server.address?",
        "--fruit=apple, There is no setting --fruit.",
        "-torrentinno.agent.data-dir=x, write --torrentinno.agent.data-dir=x.",
        "torrentinno.agent.data-dir=x, write --torrentinno.agent.data-dir=x.",
        "--torrentinno.agent.data-dir, has no value",
        "/srv/data, '/srv/data' is not a setting",
        "-v, '-v' is not a setting",
        "--, '--' is not a setting",
        "``, '' is not a setting"
      })
  void namesTheRightWordForAMistake(String word, String part) {
    check.commandLine(word);

    assertThat(check.faults()).singleElement().asString().contains(part);
  }

  @Test
  void refusesAnOptionThatIsGivenTwice() {
    check.commandLine("--server.port=1", "--torrentinno.agent.listen-port=1", "--server.port=2");
    check.commandLine("--torrentinno.agent.listenPort=1", "--torrentinno.agent.listen-port=2");

    assertThat(check.faults())
        .containsExactly(
            "--server.port is given twice: --server.port=1 and --server.port=2.",
            "--torrentinno.agent.listen-port is given twice:"
                + " --torrentinno.agent.listenPort=1 and --torrentinno.agent.listen-port=2.");
  }

  @Test
  void acceptsSeveralValuesOfAList() {
    check.commandLine(
        "--torrentinno.agent.share-dirs=/a",
        "--torrentinno.agent.share-dirs=/b",
        "--spring.profiles.active=a",
        "--spring.profiles.active=b",
        "--torrentinno.agent.share-dirs[0]=a",
        "--torrentinno.agent.share-dirs[1]=b");

    assertThat(check.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TORRENTINNO_AGENT_DATADIR, x",
    "TORRENTINNO_AGENT_DATA_DIR, x",
    "TORRENTINNO_AGENT_SHAREDIRS_0, x",
    "TORRENTINNO_AGENT_LIMITS_UPLOADPERSECOND, x",
    "TORRENTINNO_AGENT, http://127.0.0.1:8090",
    "TORRENTINNO_BUILD, never",
    "TORRENTINNO_TRACKER_TTL, 30s",
    "TORRENTINNO_AGENT_PORT, tcp://10.0.0.1:8090",
    "TORRENTINNO_AGENT_SERVICE_HOST, 10.0.0.1",
    "TORRENTINNO_AGENT_SERVICE_PORT_HTTP, 8090",
    "TORRENTINNO_AGENT_PORT_8090_TCP_ADDR, 10.0.0.1",
    "SERVER_SOFTWARE, x"
  })
  void acceptsItsVariablesAndThoseOfOthers(String name, String value) {
    check.environment(Map.of(name, value));

    assertThat(check.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TORRENTINNO_AGENT_DATADRI, TORRENTINNO_AGENT_DATADIR?",
    "TORRENTINNO_AGNET_DATADIR, TORRENTINNO_AGENT_DATADIR?",
    "torrentinno_agent_listnport, TORRENTINNO_AGENT_LISTENPORT?",
    "TORRENTINNO_AGENT_COLOUR, TORRENTINNO_AGENT_COLOUR is not a setting"
  })
  void namesTheRightVariableForAMistake(String name, String part) {
    check.environment(Map.of(name, "x"));

    assertThat(check.faults()).singleElement().asString().contains(part);
  }

  @ParameterizedTest
  @CsvSource({
    "torrentinno.agent.data-dri, Did you mean torrentinno.agent.data-dir?",
    "torrentinno.agnet.data-dir, Did you mean torrentinno.agent.data-dir?",
    "torrentinno.colour, there is no setting torrentinno.colour"
  })
  void namesTheFileOfAMistake(String name, String part) {
    check.property(name, "application.yaml:3");

    assertThat(check.faults())
        .singleElement()
        .asString()
        .startsWith("application.yaml:3: ")
        .contains(part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torrentinno.agent.dataDir",
        "torrentinno.agent.share-dirs[0]",
        "torrentinno.tracker.ttl",
        "my.own.name"
      })
  void acceptsItsNamesInFilesAndThoseOfOthers(String name) {
    check.property(name, "application.yaml:3");

    assertThat(check.faults()).isEmpty();
  }

  private static SettingNames names(String properties) {
    SettingNames names = new SettingNames();
    names.add(("{\"properties\": [" + properties + "]}").getBytes(StandardCharsets.UTF_8));
    return names;
  }
}

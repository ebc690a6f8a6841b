package io.torrentinno.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** How the command line finds an agent, and its answers to wrong calls. */
class CommandLineToolTest extends CommandLineScene {
  @Test
  void saysThatNoResourceIsMeant() {
    assertThat(run("show", "nothing.txt")).isEqualTo(1);

    assertThat(err.toString()).startsWith("No resource is called nothing.txt.");
  }

  @Test
  void saysThatNoAgentAnswers() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(run("ls")).isEqualTo(1);

    assertThat(err.toString()).startsWith("No agent answers at http://127.0.0.1:" + port);
  }

  @Test
  void takesAnAddressWithoutHttp() {
    assertThat(runWith("--agent=127.0.0.1:" + port, "ls")).isZero();
    assertThat(out.toString()).contains("film.mkv");
  }

  @Test
  void saysThatAnAddressIsNone() {
    assertThat(runWith("--agent=ftp://127.0.0.1", "ls")).isEqualTo(2);
    assertThat(err.toString()).contains("not the address of an agent", "ftp://127.0.0.1");
  }

  @Test
  void saysThatNoMachineHasTheName() {
    assertThat(runWith("--agent=nowhere.invalid", "ls")).isEqualTo(1);
    assertThat(err.toString()).startsWith("No machine is called nowhere.invalid.");
  }

  @Test
  void saysThatSomethingElseAnswers() {
    assertThat(runWith("--agent=http://127.0.0.1:" + port + "/elsewhere", "ls")).isEqualTo(1);
    assertThat(err.toString()).doesNotContain("Exception");
  }

  @Test
  void explainsItselfWhenCalledWrongly() {
    assertThat(run("nonsense")).isEqualTo(2);

    assertThat(err.toString()).contains("nonsense");
  }

  @Test
  void leavesSettingsToTheAgent() {
    assertThat(CommandLineTool.handles(new String[] {})).isFalse();
    assertThat(CommandLineTool.handles(new String[] {"--server.port=1"})).isFalse();
    assertThat(CommandLineTool.handles(new String[] {"ls"})).isTrue();
    assertThat(CommandLineTool.handles(new String[] {"--help"})).isTrue();
  }
}

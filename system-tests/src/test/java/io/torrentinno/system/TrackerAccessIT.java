package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.Host;
import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.Testbed;
import io.torrentinno.system.harness.TrackerProcess;
import io.torrentinno.system.link.LongLine;
import io.torrentinno.system.namespace.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A caller on another host calls a tracker without tokens. */
@Tag("namespace")
final class TrackerAccessIT {
  private static final Host EVERY_ADDRESS = new Host("0.0.0.0", List.of());
  private static final String JSON =
      """
      {"peerId": "%1$s", "infoHash": "%1$s", "publicIp": "10.77.0.2", "publicPort": 1}\
      """
          .formatted("5".repeat(64));

  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void servesAnnouncesToEverybodyAndTheControlPlaneToItsOwnMachine() throws IOException {
    LongLine line = testbed.closing(LongLine.lay(Duration.ofMillis(1), 0));
    TrackerProcess tracker = testbed.trackerAt(EVERY_ADDRESS);
    String there = "http://" + line.near().address() + ":" + tracker.port();

    assertThat(call(line.far(), there + "/peers", "--json", JSON)).isEqualTo("200");
    assertThat(call(line.far(), there + "/actuator/health/readiness")).isEqualTo("200");
    for (String path : List.of("/", "/peers", "/api/v1/swarms", "/actuator/prometheus")) {
      assertThat(call(line.far(), there + path)).as(path).isEqualTo("403");
      assertThat(forged(line.far(), there + path)).as(path).isEqualTo("403");
      assertThat(HttpAnswer.to("GET", tracker.uri().resolve(path), null).status())
          .as(path)
          .isEqualTo(200);
    }
  }

  /** The caller says that it is on the tracker's machine, in each way that servers know. */
  private static String forged(Host from, String uri) throws IOException {
    return call(
        from,
        uri,
        "--header",
        "X-Forwarded-For: 127.0.0.1",
        "--header",
        "X-Real-IP: 127.0.0.1",
        "--header",
        "Forwarded: for=127.0.0.1",
        "--header",
        "X-Caller-00000000000000000000000000000000: 127.0.0.1");
  }

  /** The status of the answer. */
  private static String call(Host from, String uri, String... options) throws IOException {
    List<String> command = new ArrayList<>(from.enter());
    command.addAll(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", uri));
    command.addAll(List.of(options));
    Process process = Command.start(new ProcessBuilder(command));
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}

package io.torrentinno.system.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of the README and the guides work as they stand there. Ports are free ones, {@code
 * /srv/files} is a folder of the test, and its tracker takes the place of {@code
 * tracker.example.net}.
 */
final class CommandsInDocumentsIT {
  private static final String MANIFEST = "image.iso.torrentinno.json";

  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void aFileGetsFromOneMachineToAnother() throws IOException {
    Machine tracker = machine("tracker");
    Machine sender = machine("sender");
    Machine receiver = machine("receiver");
    sender.useTracker(tracker);
    receiver.useTracker(tracker);
    Path file = TestFile.write(sender.files().resolve("image.iso"), 8 << 20, 7);
    testbed.closing(tracker.serve(only("tracker")));
    testbed.closing(sender.serve(only("agent")));
    testbed.closing(receiver.serve(only("agent")));

    CommandBlock.marked("sender").forEach(sender::run);
    Files.copy(sender.folder().resolve(MANIFEST), receiver.folder().resolve(MANIFEST));
    CommandBlock.marked("receiver").forEach(receiver::run);

    assertThat(receiver.files().resolve("image.iso")).hasSameBinaryContentAs(file);
  }

  @ParameterizedTest
  @MethodSource("trackers")
  void aTrackerStartsWithTheSettingsThatAreShown(String command) throws Exception {
    machine("tracker").serve(command).close();
  }

  static List<String> trackers() {
    return CommandBlock.marked("check-tracker");
  }

  private Machine machine(String name) throws IOException {
    return new Machine(testbed.directory(), name);
  }

  private static String only(String mark) {
    assertThat(CommandBlock.marked(mark)).as("blocks marked with run: %s", mark).hasSize(1);
    return CommandBlock.marked(mark).getFirst();
  }
}

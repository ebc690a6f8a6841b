package io.torrentinno.agent.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.testing.FaultyDisk.Fault;
import io.torrentinno.agent.testing.FaultyDisk.Step;
import io.torrentinno.agent.testing.WrappedFileSystem;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What becomes of a resource when a thread fails with an error, such as a lack of memory. */
class InternalFaultTest extends FaultyDiskScene {
  private void fail(Step step, Predicate<Path> files) {
    disk.fail(
        step,
        path -> {
          if (files.test(path)) {
            throw new InternalError("for this test");
          }
          return false;
        },
        Fault.EIO);
  }

  @Test
  void stopsADownloadOfWhichAPieceGetsNoVerdict() {
    InfoHash infoHash = shareElsewhere();
    agent.setLimits(new RateLimits(0, 1));
    agent.add(other.manifest(infoHash));
    fail(Step.WRITE, path -> path.endsWith(".torrentinno-" + NAME));
    agent.setLimits(RateLimits.NONE);

    awaitState(agent, infoHash, ResourceState.ERROR);
    assertThat(agent.status(infoHash).error()).contains("internal error");

    disk.heal();
    agent.resumeAll(false);
    awaitState(agent, infoHash, ResourceState.SEEDING);
  }

  @Test
  void refusesAResourceWhoseFilesCannotBeChecked() throws Exception {
    InfoHash infoHash = shareElsewhere();
    Files.write(real.resolve(NAME), content);
    fail(Step.OPEN_TO_WRITE, path -> path.endsWith("hashes") || path.endsWith("pieces"));

    assertThatThrownBy(() -> agent.add(other.manifest(infoHash)))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("internal error");

    disk.heal();
    agent.add(other.manifest(infoHash));
    awaitState(agent, infoHash, ResourceState.SEEDING);
  }

  @Test
  void endsAShareThatCannotBeHashed() throws Exception {
    Path file = Files.write(real.resolve(NAME), content);
    fail(Step.MAKE_FOLDER, _ -> true);
    ShareRequest request = new ShareRequest(new WrappedFileSystem(disk).of(file), null, "", null);

    assertThatThrownBy(() -> agent.share(request))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("internal error");
  }
}

package io.torrentinno.agent.resource.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.state.PersistedResource;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.net.pacing.RateLimiter;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Removal;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next start is told of a replacement. */
class ResourceSaverTest {
  @TempDir Path data;

  private StateFolder state;
  private SavedResource old;
  private SavedResource replacement;

  @BeforeEach
  void open() throws Exception {
    state = StateFolder.open(data);
    old = resource("ab");
    replacement = resource("cd").replacing(old.infoHash());
    state.add(old);
    state.add(replacement);
  }

  @AfterEach
  void close() {
    state.close();
  }

  private SavedResource resource(String digits) {
    Manifest.Piece piece = new Manifest.Piece(digits.repeat(32), 3);
    Manifest manifest =
        new Manifest("127.0.0.1", 8080, "", "2026-01-01T00:00:00", "film", List.of(piece));
    return new SavedResource(
        ManifestV1.of(manifest), data.resolve("film"), false, ResourceChoices.NONE);
  }

  private @Nullable InfoHash replaces() throws Exception {
    for (PersistedResource each : state.load()) {
      if (each instanceof PersistedResource.Known(SavedResource resource, _)
          && resource.infoHash().equals(replacement.infoHash())) {
        return resource.replaces();
      }
    }
    throw new AssertionError("not stored");
  }

  @Test
  void saysWhatIsReplacedUntilThatIsForgotten() throws Exception {
    ResourceSaver saver = new ResourceSaver(state, replacement, true);

    saver.setReplaced();
    saver.setPaused(true);

    assertThat(saver.resource().isReplacing()).isFalse();
    assertThat(replaces()).isEqualTo(old.infoHash());
  }

  @Test
  void saysNothingOfWhatIsForgotten() throws Exception {
    state.delete(old.infoHash());

    new ResourceSaver(state, replacement, true).setReplaced();

    assertThat(replaces()).isNull();
  }

  @Test
  void forgetsNothingWhileAPowerFailureCanBringTheOldNamesBack() throws Exception {
    RateLimiter unlimited = new RateLimiter(() -> 0, _ -> {});
    StoredContent stored =
        new StoredContent(
            state,
            new ResourceContent.Known(
                new ResourceSaver(state, old, true),
                old.manifest().layout(),
                new Completion(
                    old.manifest().layout(),
                    new Bitfield(old.manifest().layout().count()),
                    () -> {}),
                new TransferLimits(unlimited.resource(), unlimited.resource())));
    stored.giveWay(replacement, _ -> false);

    assertThat(stored.delete(Removal.REPLACED)).isEqualTo(new Event.Deleted());

    assertThat(stored.hasGivenWay()).isTrue();
    assertThat(state.isStored(old.infoHash())).isTrue();
  }
}

package io.torrentinno.agent.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.runtime.LocalAgents;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that is seeded does not stay what it was. */
class ChangedFileTest extends LocalAgents {
  private static final int SIZE = 3_000_000;

  private TorrentAgent seeder;
  private Path file;
  private byte[] content;
  private InfoHash infoHash;

  /** What people and programs do to files. */
  enum Change {
    OVERWRITTEN("was changed") {
      @Override
      void make(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
          open.write(new byte[1000]);
        }
        later(file);
      }
    },
    CUT("was cut to 1000 bytes") {
      @Override
      void make(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
          open.setLength(1000);
        }
      }
    },
    DELETED("was deleted") {
      @Override
      void make(Path file) throws IOException {
        Files.delete(file);
      }
    },
    REPLACED_BY_ONE_OF_THE_SAME_SIZE_AND_TIME("was replaced") {
      @Override
      void make(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Path other = Files.write(file.resolveSibling("other"), new byte[SIZE]);
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      }
    };

    private final String said;

    Change(String said) {
      this.said = said;
    }

    abstract void make(Path file) throws IOException;
  }

  @BeforeEach
  void share() throws Exception {
    seeder = agent("seeder");
    file = folder.resolve("film.bin");
    content = new byte[SIZE];
    new Random(1).nextBytes(content);
    Files.write(file, content);
    infoHash = share(seeder, file);
  }

  @ParameterizedTest
  @EnumSource
  void isNotServedAndPutsItsResourceIntoError(Change change) throws Exception {
    change.make(file);
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(infoHash));

    awaitState(seeder, infoHash, ResourceState.ERROR);

    assertThat(seeder.status(infoHash).error()).contains(file.toString(), change.said, "recheck");
    assertThat(fetcher.bans()).isEmpty();
    assertThat(fetcher.counters().piecesCorrupt()).isZero();
    assertThat(fetcher.status(infoHash).state()).isEqualTo(ResourceState.DOWNLOADING);
  }

  @ParameterizedTest
  @EnumSource
  void isFetchedFromAnotherSeederInTheMiddleOfATransfer(Change change) throws Exception {
    TorrentAgent second = agent("second");
    second.add(seeder.manifest(infoHash));
    awaitState(second, infoHash, ResourceState.SEEDING);
    TorrentAgent fetcher = agent("fetcher");
    fetcher.setLimits(new RateLimits(0, 500_000));
    fetcher.add(seeder.manifest(infoHash));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fetcher.status(infoHash).completedBytes() > 0);

    change.make(file);
    awaitState(seeder, infoHash, ResourceState.ERROR);
    fetcher.setLimits(RateLimits.NONE);

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
    assertThat(folder.resolve("fetcher/film.bin")).hasBinaryContent(content);
    String honest = Files.readString(folder.resolve("second/.torrentinno/peer-id")).strip();
    assertThat(fetcher.bans()).noneMatch(ban -> ban.peerId().toString().equals(honest));
  }

  /** As when its disk is taken away for a while. */
  @Test
  void isServedAgainByItselfWhenItWasAwayForAWhile() throws Exception {
    Path away = Files.move(file, folder.resolve("away"));
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(infoHash));
    awaitState(seeder, infoHash, ResourceState.ERROR);
    assertThat(seeder.status(infoHash).condition().retryIn()).isNotNull();
    Files.move(away, file);

    seeder.resumeAll(false); // rather than to wait for the next try

    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void isServedAgainAfterARecheckWhenItIsAsItWas() throws Exception {
    Change.OVERWRITTEN.make(file);
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(infoHash));
    awaitState(seeder, infoHash, ResourceState.ERROR);
    Files.write(file, content);

    seeder.recheck(infoHash);

    awaitState(seeder, infoHash, ResourceState.SEEDING);
    assertThat(seeder.status(infoHash).error()).isNull();
    awaitState(fetcher, infoHash, ResourceState.SEEDING);
  }

  @Test
  void staysInErrorAfterARecheckWhenItIsNotAsItWas() throws Exception {
    Change.OVERWRITTEN.make(file);
    seeder.recheck(infoHash);

    awaitState(seeder, infoHash, ResourceState.ERROR);
    assertThat(seeder.status(infoHash).error()).contains(file.toString());
  }

  @Test
  void givesANewResourceWhenItIsSharedAgain() throws Exception {
    Change.OVERWRITTEN.make(file);

    Added again = seeder.share(new ShareRequest(file, null, "", null));

    assertThat(again.created()).isTrue();
    assertThat(again.resource().infoHash()).isNotEqualTo(infoHash);
    assertThat(seeder.list()).singleElement().isEqualTo(again.resource());
    TorrentAgent fetcher = agent("fetcher");
    fetcher.add(seeder.manifest(again.resource().infoHash()));
    awaitState(fetcher, again.resource().infoHash(), ResourceState.SEEDING);
    assertThat(folder.resolve("fetcher/film.bin")).hasSameBinaryContentAs(file);
  }

  @Test
  void givesANewResourceAlsoWhenTheOldOneHasFailed() throws Exception {
    Change.OVERWRITTEN.make(file);
    seeder.recheck(infoHash);
    awaitState(seeder, infoHash, ResourceState.ERROR);

    assertThat(share(seeder, file)).isNotEqualTo(infoHash);
    assertThat(seeder.list()).hasSize(1);
  }

  @Test
  void isTheSameResourceWhenItWasTouchedAlone() throws Exception {
    seeder.setLimits(infoHash, new RateLimits(1000, 0));
    later(file);

    Added again = seeder.share(new ShareRequest(file, null, "", null));

    assertThat(again.created()).isFalse();
    assertThat(again.resource().infoHash()).isEqualTo(infoHash);
    assertThat(seeder.limits(infoHash)).isEqualTo(new RateLimits(1000, 0));
    awaitState(seeder, infoHash, ResourceState.SEEDING);
  }

  @Test
  void isTheSameResourceWhenItWasPutBack() throws Exception {
    Change.OVERWRITTEN.make(file);
    seeder.recheck(infoHash);
    awaitState(seeder, infoHash, ResourceState.ERROR);
    Files.write(file, content);

    assertThat(share(seeder, file)).isEqualTo(infoHash);
    awaitState(seeder, infoHash, ResourceState.SEEDING);
  }

  @Test
  void staysPausedWhenItIsSharedAgain() {
    seeder.pause(infoHash);

    Added again = seeder.share(new ShareRequest(file, null, "", null));

    assertThat(again.created()).isFalse();
    assertThat(again.resource().state()).isEqualTo(ResourceState.PAUSED);
  }

  @Test
  void isNoticedWhileNobodyAsksForIt() throws Exception {
    Files.delete(file);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> seeder.status(infoHash).state() == ResourceState.ERROR);
  }

  /** As if it had been changed a while after it was shared. */
  private static void later(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 5000));
  }
}

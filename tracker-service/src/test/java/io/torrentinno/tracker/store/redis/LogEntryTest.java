package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.LogEntry.UnreadableException;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogEntryTest {
  private static final Path GOLDEN = Path.of("..", "specs", "golden", "tracker", "log-entry.hex");
  private static final Path VERSION_1 = GOLDEN.resolveSibling("log-entry-1.hex");
  private static final InetAddress NAT = PeerAddress.parseIp("203.0.113.9");
  private static final PeerRequest NOTHING =
      new PeerRequest(OptionalInt.of(0), AddressFamilies.BOTH, false);

  private static final InfoHash BITTORRENT = InfoHash.parse("33".repeat(20) + "00".repeat(12));
  private static final PeerId CLIENT =
      PeerId.parse("2d6c74304436302d" + "44".repeat(12) + "00".repeat(12));

  private static final Announce AGENT =
      new Announce(
          InfoHash.parse("11".repeat(32)),
          new SwarmPeer(
              PeerId.parse("2d5449303230302d" + "22".repeat(24)),
              PeerAddress.of("10.0.0.5", 6881),
              /* seeder= */ true,
              new Zone(258)),
          Announce.Kind.PRESENT,
          NOTHING);

  private static final Announce COMPLETED =
      new Announce(
          BITTORRENT,
          new SwarmPeer(
              CLIENT, PeerAddress.of("2001:db8::7", 65535), /* seeder= */ true, Zone.NONE),
          Announce.Kind.COMPLETED,
          NOTHING);

  private static final LogEntry ENTRY =
      new LogEntry(
          0xA1B2C3D4,
          7,
          1_700_000_002_500L,
          List.of(
              new Listed(AGENT.withProof(Proof.of(NAT)), 0, 0),
              new Listed(
                  COMPLETED.withProof(Proof.of(NAT).withKey(0x1234_5678)), 300, 1_700_000_000_123L),
              new Left(BITTORRENT, CLIENT, AddressFamilies.BOTH),
              new Left(BITTORRENT, CLIENT, AddressFamilies.IPV4, 1_700_000_000_123L),
              new Left(BITTORRENT, CLIENT, AddressFamilies.IPV6)));

  private static byte[] golden() throws IOException {
    return golden(GOLDEN);
  }

  private static byte[] golden(Path file) throws IOException {
    return HexFormat.of()
        .parseHex(
            Files.readAllLines(file).stream()
                .map(line -> line.replaceAll("#.*", "").replaceAll("\\s", ""))
                .collect(Collectors.joining()));
  }

  @Test
  void isWrittenAsTheSpecificationHasIt() throws IOException {
    assertThat(HexFormat.of().formatHex(ENTRY.bytes()))
        .isEqualTo(HexFormat.of().formatHex(golden()));
  }

  @Test
  void isReadAsTheSpecificationHasIt() throws IOException, UnreadableException {
    LogEntry read = LogEntry.read(golden());

    assertThat(HexFormat.of().formatHex(read.bytes()))
        .isEqualTo(HexFormat.of().formatHex(golden()));
    assertThat(read.deadline()).isEqualTo(ENTRY.deadline());
    assertThat(read.changes().stream().map(LogEntryTest::values))
        .isEqualTo(ENTRY.changes().stream().map(LogEntryTest::values).toList());
  }

  private static List<Object> values(Change change) {
    Object owned =
        switch (change) {
          case Listed listed -> listed.announce().proof().owner();
          case Left left -> left.families();
        };
    return List.of(change.member(), change.receivedAt(), change.completedBefore(), owned);
  }

  /** A tracker of the previous version may be on the same Redis during an upgrade. */
  @Test
  void isReadAsTheVersionBeforeWroteIt() throws IOException, UnreadableException {
    assertThat(LogEntry.read(golden(VERSION_1)))
        .isEqualTo(
            new LogEntry(
                0xA1B2C3D4,
                7,
                List.of(
                    new Listed(AGENT, 0, 0),
                    new Listed(COMPLETED, 300, 1_700_000_000_123L),
                    new Left(BITTORRENT, CLIENT, AddressFamilies.BOTH),
                    new Left(BITTORRENT, CLIENT, AddressFamilies.BOTH, 1_700_000_000_123L))));
  }

  @Test
  void isNotReadWithALeaveOfOnlyOneAndOnlyTheOtherFamily() {
    Left left = new Left(swarm(1), leecher(1).id(), AddressFamilies.IPV4);
    byte[] bytes = new LogEntry(1, 1, List.of(left)).bytes();
    bytes[17] |= 1 << 3;

    assertThatThrownBy(() -> LogEntry.read(bytes)).isInstanceOf(UnreadableException.class);
  }

  @Test
  void takesFewBytesForAPeerWithLongIds() {
    LogEntry one = new LogEntry(1, 1, List.of(new Listed(longIds(), 0, 0)));

    assertThat(one.bytes()).hasSize(17 + 75);
  }

  private static Announce longIds() {
    SwarmPeer peer =
        new SwarmPeer(new PeerId(new Bytes32(1, 2, 3, 4)), leecher(1).address(), false, Zone.NONE);
    return Peers.announce(new InfoHash(new Bytes32(5, 6, 7, 8)), peer);
  }

  @Test
  void isNotReadInAnyOtherVersion() {
    byte[] newer = ENTRY.bytes();
    newer[0] = 3;

    assertThatThrownBy(() -> LogEntry.read(newer)).isInstanceOf(UnreadableException.class);
  }

  @Test
  void isNotReadWhenItIsCutOffInAChange() throws UnreadableException {
    byte[] whole =
        new LogEntry(1, 1, List.of(new Left(swarm(1), leecher(1).id(), AddressFamilies.BOTH)))
            .bytes();
    assertThat(LogEntry.read(Arrays.copyOf(whole, 17)).changes()).isEmpty();

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      if (length != 17) {
        assertThatThrownBy(() -> LogEntry.read(part)).isInstanceOf(UnreadableException.class);
      }
    }
  }

  @Test
  void throwsNothingButUnreadableExceptionWhateverTheBytes() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = ENTRY.bytes();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(LogEntry.read(bytes).changes()).isNotNull();
      } catch (UnreadableException e) {
        assertThat(e).hasMessageStartingWith("not ").isNotNull();
      }
    }
  }
}

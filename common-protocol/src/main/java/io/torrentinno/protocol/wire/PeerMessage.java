package io.torrentinno.protocol.wire;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The messages between peers after the handshake ({@code specs/wire.md}). The payload of a block is
 * not here: see the frame decoder.
 *
 * <p>{@link Request} and {@link Have.Bits} exist in TI/1, all others only between TI/2 peers.
 */
public sealed interface PeerMessage
    permits PeerMessage.Request,
        PeerMessage.Cancel,
        PeerMessage.Reject,
        PeerMessage.Have,
        PeerMessage.Choke,
        PeerMessage.Unchoke,
        PeerMessage.Interested,
        PeerMessage.NotInterested,
        PeerMessage.KeepAlive,
        PeerMessage.Hello,
        PeerMessage.ManifestRequest,
        PeerMessage.ManifestPart,
        PeerMessage.PeerExchange,
        ProofMessage,
        HintMessage {
  /** Asks for a block. */
  record Request(BlockRange range) implements PeerMessage {}

  /** Takes back a {@link Request} that has not been answered. */
  record Cancel(BlockRange range) implements PeerMessage {}

  /** A {@link Request} will not be answered. */
  record Reject(BlockRange range) implements PeerMessage {}

  /** The pieces that the sender has. */
  sealed interface Have extends PeerMessage {
    /** One more piece. */
    record Piece(int piece) implements Have {}

    /** All pieces of the sender. Replaces earlier messages. The receiver owns the bitfield. */
    record Bits(Bitfield pieces) implements Have {}

    /** Every piece. */
    record All() implements Have {}

    /** No piece. */
    record None() implements Have {}
  }

  /** The sender will not serve requests until it says {@link Unchoke}. */
  record Choke() implements PeerMessage {}

  /** The sender serves requests (again). */
  record Unchoke() implements PeerMessage {}

  /** The receiver has pieces that the sender lacks. */
  record Interested() implements PeerMessage {}

  /** The receiver has no piece that the sender lacks. */
  record NotInterested() implements PeerMessage {}

  /** No content; shows that the connection is alive. */
  record KeepAlive() implements PeerMessage {}

  /**
   * The first frame of each side between TI/2 peers.
   *
   * @param features what the sender supports, as a set of feature bits; unknown bits are kept
   * @param maxBlockLength the longest block that the sender serves and accepts, in bytes
   * @param maxRequests how many requests the sender queues, 1 to 65535
   * @param listenPort where the sender listens, 0 when it does not
   * @param software name and version for people to read, up to 255 bytes of UTF-8 without control
   *     characters
   */
  record Hello(long features, int maxBlockLength, int maxRequests, int listenPort, String software)
      implements PeerMessage {
    /** The smallest {@code maxBlockLength}: 16 KiB. */
    public static final int MIN_BLOCK_LENGTH = 16 * 1024;

    private static final int MAX_SOFTWARE_BYTES = 255;

    public Hello {
      if (maxBlockLength < MIN_BLOCK_LENGTH) {
        throw new IllegalArgumentException(
            "the longest block has only " + maxBlockLength + " bytes");
      }
      if (maxRequests < 1 || maxRequests > 0xFFFF || listenPort < 0 || listenPort > 0xFFFF) {
        throw new IllegalArgumentException(
            "the number of requests or the port is out of range: "
                + maxRequests
                + ", "
                + listenPort);
      }
      if (software.getBytes(StandardCharsets.UTF_8).length > MAX_SOFTWARE_BYTES
          || software.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "the name of the software is too long, or has control characters");
      }
    }
  }

  /**
   * Asks for a part of the resource's manifest; answered by one {@link ManifestPart}.
   *
   * @param begin where in the manifest the part begins, in bytes
   * @param length how many bytes at most, 1 to {@link ManifestPart#MAX_LENGTH}
   */
  record ManifestRequest(int begin, int length) implements PeerMessage {
    public ManifestRequest {
      if (begin < 0
          || begin >= ManifestPart.MAX_TOTAL
          || length < 1
          || length > ManifestPart.MAX_LENGTH) {
        throw new IllegalArgumentException("not a range: " + begin + " + " + length);
      }
    }
  }

  /**
   * A part of the resource's manifest.
   *
   * @param total bytes of the whole manifest, 0 when the sender has none
   * @param begin where the part begins in it, as in the request
   * @param bytes up to the end of the request or of the manifest, whichever comes first; empty when
   *     {@code begin} is beyond the end
   */
  record ManifestPart(int total, int begin, Bytes bytes) implements PeerMessage {
    /** The longest part, in bytes: 64 KiB. */
    public static final int MAX_LENGTH = 64 * 1024;

    /** The longest manifest, in bytes: 128 MiB. */
    public static final int MAX_TOTAL = 128 * 1024 * 1024;

    public ManifestPart {
      int length = bytes.length();
      if (total < 0 || total > MAX_TOTAL || begin < 0 || length > MAX_LENGTH) {
        throw new IllegalArgumentException("not a part of a manifest of " + total + " bytes");
      }
      if (length > 0 && begin > total - length) {
        throw new IllegalArgumentException(
            "a manifest of " + total + " bytes has no part " + begin + " + " + length);
      }
    }

    /** The answer of a peer that has no manifest. */
    public static ManifestPart none(ManifestRequest request) {
      return new ManifestPart(0, request.begin(), Bytes.copyOf());
    }
  }

  /** Names further peers of this swarm, at most {@link #MAX_PEERS}. */
  record PeerExchange(List<Peer> peers) implements PeerMessage {
    /** The most peers that one message names. */
    public static final int MAX_PEERS = 50;

    /** A peer of the swarm; {@code seeder} when it has every piece. */
    public record Peer(PeerId id, PeerAddress address, boolean seeder) {}

    public PeerExchange {
      if (peers.size() > MAX_PEERS) {
        throw new IllegalArgumentException("the message has too many peers: " + peers.size());
      }
      peers = List.copyOf(peers);
    }
  }
}

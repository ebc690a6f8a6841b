package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.resource.view.LazyList;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.rest.PeerBody;
import io.torrentinno.protocol.rest.PiecesBody;
import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.protocol.signature.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the bodies that show a resource. */
public final class ResourceBodies {
  private ResourceBodies() {}

  public static ResourceBody of(ResourceStatus status) {
    return new ResourceBody(
        status.infoHash().toString(),
        status.name(),
        status.state().label(),
        status.size(),
        status.selectedBytes(),
        status.completedBytes(),
        status.reusedBytes(),
        status.progress(),
        status.downloadRate(),
        status.uploadRate(),
        status.peers(),
        status.seeders(),
        status.known() == null ? null : status.known().seeders(),
        status.known() == null ? null : status.known().leechers(),
        seconds(status.eta()),
        status.magnet().toString(),
        status.order().label(),
        status.error(),
        seconds(status.condition().retryIn()),
        status.condition().waiting(),
        status.place().path() == null ? null : String.valueOf(status.place().path()),
        status.place().folder(),
        label(status.condition().signature()),
        signer(status.condition().signature()));
  }

  private static @Nullable String label(@Nullable Verdict verdict) {
    return verdict == null
        ? null
        : verdict.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable String signer(@Nullable Verdict verdict) {
    return verdict == null ? null : verdict.signer();
  }

  static PeerBody of(PeerStatus peer) {
    return new PeerBody(
        peer.peerId().toString(),
        text(peer.address()),
        peer.peerId().speaksTi2() ? "TI/2" : "TI/1",
        peer.software(),
        peer.outgoing() ? "outgoing" : "incoming",
        peer.pieces(),
        peer.downloaded(),
        peer.uploaded(),
        peer.downloadRate(),
        peer.uploadRate(),
        peer.requests(),
        peer.security().encrypted(),
        peer.security().certificate());
  }

  static PiecesBody.Bits bits(PieceStatus pieces) {
    return new PiecesBody.Bits(
        pieces.verified().size(),
        pieces.verified().cardinality(),
        base64(pieces.verified()),
        base64(pieces.started()));
  }

  static PiecesBody.Listed listed(PieceStatus pieces) {
    Bitfield verified = pieces.verified();
    return new PiecesBody.Listed(
        verified.size(),
        verified.cardinality(),
        LazyList.of(verified.size(), piece -> state(pieces, piece)));
  }

  private static PiecesBody.State state(PieceStatus pieces, int piece) {
    if (pieces.verified().get(piece)) {
      return PiecesBody.State.VERIFIED;
    }
    return pieces.started().get(piece) ? PiecesBody.State.STARTED : PiecesBody.State.MISSING;
  }

  private static String base64(Bitfield bits) {
    return Base64.getEncoder().encodeToString(bits.toBytes());
  }

  private static String text(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  private static @Nullable Long seconds(@Nullable Duration left) {
    return left == null ? null : left.plusSeconds(1).minusNanos(1).toSeconds();
  }
}

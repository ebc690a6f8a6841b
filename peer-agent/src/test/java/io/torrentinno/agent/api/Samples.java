package io.torrentinno.agent.api;

import io.torrentinno.agent.events.Figures;
import io.torrentinno.agent.events.Sampler;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Values for tests. */
public final class Samples {
  /** A valid manifest, of {@code FunnyVideo.mp4}. */
  public static final String MANIFEST =
      """
      {"trackerIp": "127.0.0.1", "trackerPort": "8080", "comment": "",
       "creationDate": "2025-05-01T18:43:07Z", "name": "FunnyVideo.mp4", "pieces": [
        {"sha256": "bf718b6f653bebc184e1479f1935b8da974d701b893afcf49e701f3e2f9f9c5a", "size": 65536},
        {"sha256": "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3", "size": 1000}
      ]}
      """;

  private Samples() {}

  /** An info-hash that depends on {@code name} alone. */
  public static InfoHash infoHash(String name) {
    byte[] bytes = new byte[32];
    new Random(name.hashCode()).nextBytes(bytes);
    return InfoHash.of(bytes, 0);
  }

  /** A resource with rates and time left while it is downloading, and an error in that state. */
  public static ResourceStatus status(String name, ResourceState state, long size, long completed) {
    boolean active = state == ResourceState.DOWNLOADING;
    return new ResourceStatus(
        infoHash(name),
        name,
        state,
        size,
        size,
        completed,
        completed / 4,
        active ? 52_400_000 : 0,
        active ? 1_200_000 : 0,
        3,
        2,
        new SwarmSize(4, 11),
        active ? Duration.ofMillis(2_500) : null,
        new MagnetLink(infoHash(name), List.of(new TrackerAddress("192.0.2.1", 8080)), name),
        FetchOrder.RAREST_FIRST,
        state == ResourceState.ERROR
            ? new ResourceStatus.Condition("the disk is full", Duration.ofMillis(4_100), null)
            : ResourceStatus.Condition.GOOD,
        state == ResourceState.FETCHING_MANIFEST
            ? ResourceStatus.Place.UNKNOWN
            : new ResourceStatus.Place(Path.of("/srv", name), false));
  }

  /** What moves in any resource: half a megabyte is here. */
  public static Sampler.Sample progress(InfoHash infoHash) {
    return new Sampler.Sample(
        new Figures(
            500_000,
            new Figures.Rates(1000, 2000),
            new Figures.Peers(3, 1),
            Duration.ofMillis(1500),
            null),
        null);
  }

  /** A connected peer whose id begins with {@code id}, eight ASCII characters. */
  public static PeerStatus peer(String id, String software, boolean outgoing) {
    byte[] bytes = new byte[32];
    System.arraycopy(id.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 8);
    return new PeerStatus(
        PeerId.of(bytes, 0),
        new InetSocketAddress("192.0.2.7", 6881),
        software,
        outgoing,
        3,
        1 << 20,
        2 << 20,
        1000,
        2000,
        16,
        new PeerStatus.Security(outgoing, outgoing ? "node-1" : null));
  }
}

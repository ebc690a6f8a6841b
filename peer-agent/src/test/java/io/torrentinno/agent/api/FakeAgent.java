package io.torrentinno.agent.api;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.AgentCounters;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.resource.view.ResourceState;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.ShareRequest;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.resource.view.reading.FileReader;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.manifest.ManifestWriter;
import io.torrentinno.protocol.manifest.envelope.EnvelopeWriter;
import io.torrentinno.protocol.manifest.v2.InfoWriter;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import io.torrentinno.protocol.signature.SignedMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent without network and disk: what a test puts in comes out, and it can be told to fail. */
public final class FakeAgent implements Agent {
  private final Map<InfoHash, ResourceStatus> resources = new LinkedHashMap<>();
  private final Map<InfoHash, ResourceManifest> manifests = new LinkedHashMap<>();
  private final Map<InfoHash, List<FileStatus>> files = new LinkedHashMap<>();
  private final Map<InfoHash, PieceStatus> pieces = new LinkedHashMap<>();
  private final Map<InfoHash, List<PeerStatus>> peers = new LinkedHashMap<>();
  private final Map<InfoHash, RateLimits> resourceLimits = new HashMap<>();
  private List<TrackerStatus> trackers = List.of();
  private RateLimits limits = new RateLimits(10_000, 20_000);
  private final List<String> calls = new ArrayList<>();
  private final List<BanStatus> bans = new ArrayList<>();
  private final FakeSharing sharing = new FakeSharing(this::shareNow);
  private @Nullable ShareRequest shared;
  private Placement placement = Placement.USUAL;
  private @Nullable ResourceException failure;
  private @Nullable InfoHash otherSigned;

  /** Forgets everything. */
  public synchronized void reset() {
    List.of(resources, manifests, files, pieces, peers, resourceLimits).forEach(Map::clear);
    limits = new RateLimits(10_000, 20_000);
    trackers = List.of();
    calls.clear();
    bans.clear();
    sharing.reset();
    shared = null;
    placement = Placement.USUAL;
    failure = null;
    otherSigned = null;
  }

  /** Puts a resource in. */
  public synchronized void put(ResourceStatus status, PieceStatus map, List<PeerStatus> connected) {
    resources.put(status.infoHash(), status);
    pieces.put(status.infoHash(), map);
    peers.put(status.infoHash(), List.copyOf(connected));
  }

  /** From now on it gives what the signatures of another resource sign. */
  public synchronized void lieAboutWhatIsSigned(InfoHash other) {
    otherSigned = other;
  }

  /** From now on every call fails. */
  public synchronized void failWith(Reason reason, String message) {
    failure = new ResourceException(reason, message);
  }

  /** Adds a resource of which these are the files. */
  public synchronized void put(ResourceStatus status, List<FileStatus> entries) {
    resources.put(status.infoHash(), status);
    files.put(status.infoHash(), List.copyOf(entries));
  }

  /** What was last shared. */
  public synchronized ShareRequest shared() {
    if (shared == null) {
      throw new AssertionError("nothing was shared");
    }
    return shared;
  }

  /** Where what was last added is to lie. */
  public synchronized Placement placement() {
    return placement;
  }

  /** What changed resources, such as {@code pause <info-hash>}. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public FakeSharing sharing() {
    return sharing;
  }

  private synchronized Added shareNow(ShareRequest request) {
    failIfTold();
    shared = request;
    String name = request.name() == null ? request.file().getFileName().toString() : request.name();
    return put(name, 1);
  }

  @Override
  public synchronized Added add(ResourceManifest manifest, Placement where, FileChoice files) {
    failIfTold();
    placement = where;
    noteChoice(files);
    Added added = put(manifest.name(), manifest.layout().length());
    manifests.put(added.resource().infoHash(), manifest);
    return added;
  }

  @Override
  public synchronized Added add(MagnetLink link, Placement where, FileChoice files) {
    failIfTold();
    placement = where;
    noteChoice(files);
    ResourceStatus status =
        Samples.status(String.valueOf(link.name()), ResourceState.FETCHING_MANIFEST, 0, 0);
    boolean created = resources.putIfAbsent(status.infoHash(), status) == null;
    calls.add("add " + link);
    return new Added(status, created);
  }

  @Override
  public synchronized List<ResourceStatus> list() {
    failIfTold();
    return List.copyOf(resources.values());
  }

  @Override
  public synchronized ResourceStatus status(InfoHash infoHash) {
    return known(resources, infoHash);
  }

  @Override
  public synchronized ResourceStatus awaitSettled(InfoHash infoHash, Duration most) {
    return most.isZero()
        ? status(infoHash)
        : change("wait " + most.toSeconds() + " s for", infoHash);
  }

  @Override
  public synchronized PieceStatus pieces(InfoHash infoHash) {
    return known(pieces, infoHash);
  }

  @Override
  public synchronized List<FileStatus> files(InfoHash infoHash) {
    return known(files, infoHash);
  }

  @Override
  public synchronized ReadableFile file(InfoHash infoHash, List<String> path) {
    ResourceStatus status = known(resources, infoHash);
    return new ReadableFile(infoHash, 0, status.name(), status.size());
  }

  /** Nothing of which ever comes. */
  @Override
  public FileReader read(ReadableFile file, long begin, long end) {
    return new FileReader() {
      @Override
      public int read(ByteBuffer into, Duration most) {
        return 0;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized List<PeerStatus> peers(InfoHash infoHash) {
    return known(peers, infoHash);
  }

  @Override
  public synchronized List<PeerAddress> addPeer(InfoHash infoHash, HostAndPort peer) {
    failIfTold();
    known(resources, infoHash);
    calls.add("call " + peer);
    return List.of(PeerAddress.of(peer.host(), peer.port()));
  }

  @Override
  public synchronized ResourceManifest manifest(InfoHash infoHash) {
    return known(manifests, infoHash);
  }

  @Override
  public void exportManifest(ResourceManifest manifest, OutputStream out) throws IOException {
    switch (manifest) {
      case ManifestV1 one -> ManifestWriter.write(one.manifest(), out);
      case ManifestV2 two ->
          EnvelopeWriter.write(
              two.envelope(), info -> InfoWriter.write(two.info(), info), two.infoHash(), out);
    }
  }

  @Override
  public synchronized void exportSigned(InfoHash infoHash, OutputStream out) throws IOException {
    failIfTold();
    out.write(SignedMessage.ofVersion1(otherSigned == null ? infoHash : otherSigned));
  }

  @Override
  public synchronized ResourceStatus setSignatures(InfoHash infoHash, List<String> signatures) {
    manifests.computeIfPresent(infoHash, (_, manifest) -> manifest.withSignatures(signatures));
    return change("sign", infoHash);
  }

  @Override
  public synchronized ResourceStatus pause(InfoHash infoHash) {
    return change("pause", infoHash);
  }

  @Override
  public synchronized ResourceStatus resume(InfoHash infoHash) {
    return change("resume", infoHash);
  }

  @Override
  public synchronized List<ResourceStatus> resumeAll(boolean paused) {
    failIfTold();
    return resources.values().stream()
        .filter(it ->
            it.state() == ResourceState.ERROR || (paused && it.state() == ResourceState.PAUSED))
        .toList();
  }

  @Override
  public synchronized @Nullable String dataFolderProblem() {
    return failure == null ? null : failure.getMessage();
  }

  @Override
  public synchronized ResourceStatus recheck(InfoHash infoHash) {
    return change("recheck", infoHash);
  }

  @Override
  public synchronized void remove(InfoHash infoHash, boolean deleteData) {
    change(deleteData ? "delete" : "remove", infoHash);
    resources.remove(infoHash);
  }

  @Override
  public synchronized RateLimits limits() {
    return limits;
  }

  @Override
  public synchronized void setLimits(RateLimits changed) {
    failIfTold();
    limits = changed;
  }

  @Override
  public synchronized RateLimits limits(InfoHash infoHash) {
    known(resources, infoHash);
    return resourceLimits.getOrDefault(infoHash, RateLimits.NONE);
  }

  @Override
  public synchronized void setLimits(InfoHash infoHash, RateLimits changed) {
    known(resources, infoHash);
    resourceLimits.put(infoHash, changed);
  }

  @Override
  public synchronized ResourceStatus setOrder(InfoHash infoHash, FetchOrder order) {
    return change(order.label(), infoHash);
  }

  @Override
  public synchronized ResourceStatus choose(InfoHash infoHash, FileChoice files) {
    noteChoice(files);
    return change("choose", infoHash);
  }

  private void noteChoice(FileChoice files) {
    if (!files.isEmpty()) {
      calls.add(files.toString());
    }
  }

  @Override
  public synchronized List<TrackerStatus> trackers(InfoHash infoHash) {
    known(resources, infoHash);
    return trackers;
  }

  @Override
  public synchronized List<TrackerStatus> setTrackers(
      InfoHash infoHash, List<TrackerAddress> named) {
    known(resources, infoHash);
    trackers =
        named.stream().map(tracker -> new TrackerStatus(tracker, false, null, null)).toList();
    return trackers;
  }

  /** Has every resource announced so. */
  public synchronized void announced(List<TrackerStatus> to) {
    trackers = to;
  }

  /** Keeps a peer out. */
  public synchronized void ban(BanStatus ban) {
    bans.add(ban);
  }

  @Override
  public synchronized List<BanStatus> bans() {
    failIfTold();
    return List.copyOf(bans);
  }

  @Override
  public synchronized void liftBans(PeerId peer) {
    failIfTold();
    if (!bans.removeIf(ban -> ban.peerId().equals(peer))) {
      throw new ResourceException(Reason.NOT_BANNED, "the peer is not banned: " + peer);
    }
  }

  @Override
  public synchronized AgentCounters counters() {
    Map<ResourceState, Integer> states = Map.of(ResourceState.SEEDING, 2);
    return new AgentCounters(
        100, 200, 3, 25, 40, 5, 60, 70, 8, 9, 2, 1000, 32 << 20, 2000, 3000, limits, states);
  }

  private Added put(String name, long size) {
    InfoHash infoHash = Samples.infoHash(name);
    boolean created = !resources.containsKey(infoHash);
    if (created) {
      put(
          Samples.status(name, ResourceState.SEEDING, size, size),
          new PieceStatus(Bitfield.full(1), new Bitfield(1)),
          List.of());
    }
    return new Added(known(resources, infoHash), created);
  }

  private ResourceStatus change(String verb, InfoHash infoHash) {
    ResourceStatus status = known(resources, infoHash);
    calls.add(verb + " " + infoHash);
    return status;
  }

  private <V> V known(Map<InfoHash, V> values, InfoHash infoHash) {
    failIfTold();
    V value = values.get(infoHash);
    if (value == null) {
      throw new ResourceException(Reason.UNKNOWN, "no resource " + infoHash);
    }
    return value;
  }

  private void failIfTold() {
    if (failure != null) {
      throw failure;
    }
  }
}

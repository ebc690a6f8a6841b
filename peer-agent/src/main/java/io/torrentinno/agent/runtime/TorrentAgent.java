package io.torrentinno.agent.runtime;

import io.torrentinno.agent.announce.AnnounceObserver;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.Sampler;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.agent.outgoing.Refusal;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.Resource;
import io.torrentinno.agent.resource.view.Added;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.AgentCounters;
import io.torrentinno.agent.resource.view.AgentOptions;
import io.torrentinno.agent.resource.view.BanStatus;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.PeerStatus;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceStatus;
import io.torrentinno.agent.resource.view.Sharing;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.resource.view.reading.FileReader;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.agent.reuse.HeldContent;
import io.torrentinno.agent.reuse.HeldResources;
import io.torrentinno.agent.runtime.places.FileClaims;
import io.torrentinno.agent.runtime.places.Places;
import io.torrentinno.agent.runtime.sharing.HintMaking;
import io.torrentinno.agent.runtime.sharing.ManifestMaker;
import io.torrentinno.agent.runtime.sharing.SharedFiles;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.signatures.SignaturePolicy;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An agent, with its resources. */
public final class TorrentAgent implements Agent, AutoCloseable {
  /** Filled by {@link #resources}. Incoming connections look up their resource here. */
  private final ConcurrentMap<InfoHash, Resource> byHash = new ConcurrentHashMap<>();

  private final AgentServices services;
  final Resources resources;
  private final Additions additions;
  private final SharedFiles shared;
  private final FolderWatch folderWatch;
  private final ResourceList byName;
  private final Bans bans;
  private final PeerAddresses peerAddresses;
  private final AgentMeter meter;
  private final SettledWait settled;
  private final OutgoingGuard outgoing;

  private TorrentAgent(AgentOptions options, AgentServices.Given given)
      throws StorageException, IOException {
    services = new AgentServices(options, given, this::swarmOf, new Held(), this::sample);
    TrackerAddress tracker = options.tracker().address();
    FileClaims claims = new FileClaims();
    Places places = new Places(services.folder(), claims);
    resources = new Resources(services.resources(), services.activities(), places, tracker, byHash);
    additions = new Additions(places, resources, byHash::get, services.state(), given.signatures());
    ManifestMaker manifests =
        new ManifestMaker(tracker, options.manifestVersion(), InstantSource.system());
    HintMaking hints = new HintMaking(services.state(), services.reuseMemory());
    FileResources byFile =
        new FileResources(byHash, claims, services.state().verification(), resources::launch);
    shared = new SharedFiles(services.folder(), manifests, hints, byFile, services.background());
    folderWatch = new FolderWatch(services.state(), byHash.values());
    byName = new ResourceList(byHash.values());
    bans = new Bans(byHash.values());
    outgoing = options.outgoing();
    peerAddresses = new PeerAddresses(services.listenPort());
    meter = new AgentMeter(services.traffic(), services.writePool(), services.limits());
    settled = new SettledWait(services.events(), infoHash -> resources.get(infoHash).state());
  }

  /** As below; it takes manifests whether they are signed or not. */
  public static TorrentAgent start(AgentOptions options, AnnounceObserver observer)
      throws StorageException, IOException {
    return start(options, observer, SignaturePolicy.off());
  }

  /**
   * Starts an agent and all resources of its last run. When it cannot start, nothing of it stays
   * open.
   *
   * @param signatures decides which manifests it takes
   * @throws StorageException when the data folder cannot be used
   * @throws IOException when the port cannot be bound
   */
  public static TorrentAgent start(
      AgentOptions options, AnnounceObserver observer, SignaturePolicy signatures)
      throws StorageException, IOException {
    TorrentAgent agent = new TorrentAgent(options, new AgentServices.Given(observer, signatures));
    try {
      agent.resources.load();
      agent.shared.load();
      agent.folderWatch.start(agent.services.nextLoop(), agent.services.background());
      return agent;
    } catch (StorageException | RuntimeException | Error e) {
      OpenParts open = new OpenParts();
      open.add(agent::close);
      open.closeAfter(e);
      throw e;
    }
  }

  /** The services that all resources share. */
  public AgentServices services() {
    return services;
  }

  @Override
  public Sharing sharing() {
    return shared;
  }

  @Override
  public Added add(ResourceManifest manifest, Placement placement, FileChoice files) {
    return chosen(resources.launch(additions.of(manifest, placement, files), null), files);
  }

  @Override
  public Added add(MagnetLink link, Placement placement, FileChoice files) {
    return chosen(resources.launch(additions.of(link, placement, files)), files);
  }

  /** A resource that was there already gets the choice of this call, if there is one. */
  private Added chosen(Added added, FileChoice files) {
    if (added.created() || files.isEmpty()) {
      return added;
    }
    return new Added(choose(added.resource().infoHash(), files), false);
  }

  @Override
  public ResourceStatus choose(InfoHash infoHash, FileChoice files) {
    return changed(infoHash, resource -> resource.choose(files));
  }

  @Override
  public List<ResourceStatus> list() {
    return byName.statuses();
  }

  @Override
  public ResourceStatus status(InfoHash infoHash) {
    return resources.get(infoHash).status();
  }

  @Override
  public ResourceStatus awaitSettled(InfoHash infoHash, Duration most) {
    settled.await(infoHash, most);
    return status(infoHash);
  }

  @Override
  public PieceStatus pieces(InfoHash infoHash) {
    return resources.get(infoHash).pieces();
  }

  @Override
  public List<FileStatus> files(InfoHash infoHash) {
    return resources.get(infoHash).files();
  }

  @Override
  public ReadableFile file(InfoHash infoHash, List<String> path) {
    return resources.get(infoHash).file(path);
  }

  @Override
  public FileReader read(ReadableFile file, long begin, long end) {
    return resources.get(file.infoHash()).read(file, begin, end);
  }

  @Override
  public List<PeerStatus> peers(InfoHash infoHash) {
    return resources.get(infoHash).view().peers();
  }

  @Override
  public List<PeerAddress> addPeer(InfoHash infoHash, HostAndPort peer) {
    Resource resource = resources.get(infoHash);
    List<PeerAddress> addresses = peerAddresses.of(peer);
    resource.addPeers(addresses);
    return addresses;
  }

  @Override
  public ResourceManifest manifest(InfoHash infoHash) {
    return resources.get(infoHash).manifest();
  }

  @Override
  public void exportManifest(ResourceManifest manifest, OutputStream out) throws IOException {
    SavedResource saved = resources.get(manifest.infoHash()).saved();
    services.state().manifests().export(saved.published(), out);
  }

  @Override
  public void exportSigned(InfoHash infoHash, OutputStream out) throws IOException {
    services.state().manifests().exportSigned(resources.get(infoHash).manifest(), out);
  }

  @Override
  public ResourceStatus setSignatures(InfoHash infoHash, List<String> signatures) {
    return changed(infoHash, resource -> resource.setSignatures(signatures));
  }

  /** The signers that are allowed have changed: judges all resources again. */
  public void signersChanged() {
    resources.all().forEach(Resource::judgeAgain);
  }

  @Override
  public ResourceStatus pause(InfoHash infoHash) {
    return changed(infoHash, Resource::pause);
  }

  @Override
  public ResourceStatus resume(InfoHash infoHash) {
    return changed(infoHash, Resource::resume);
  }

  @Override
  public List<ResourceStatus> resumeAll(boolean paused) {
    return byName.resume(paused);
  }

  @Override
  public ResourceStatus recheck(InfoHash infoHash) {
    return changed(infoHash, Resource::recheck);
  }

  @Override
  public void remove(InfoHash infoHash, boolean deleteData) {
    resources.get(infoHash).remove(deleteData);
  }

  @Override
  public RateLimits limits() {
    return services.limits().get();
  }

  @Override
  public void setLimits(RateLimits changed) {
    services.limits().set(changed);
    services.events().publish(new AgentEvent.SettingsChanged(null));
  }

  @Override
  public RateLimits limits(InfoHash infoHash) {
    return resources.get(infoHash).limits();
  }

  @Override
  public void setLimits(InfoHash infoHash, RateLimits changed) {
    resources.get(infoHash).setLimits(changed);
  }

  @Override
  public ResourceStatus setOrder(InfoHash infoHash, FetchOrder order) {
    return changed(infoHash, resource -> resource.setOrder(order));
  }

  @Override
  public List<TrackerStatus> trackers(InfoHash infoHash) {
    return resources.get(infoHash).trackers();
  }

  @Override
  public List<TrackerStatus> setTrackers(InfoHash infoHash, List<TrackerAddress> trackers) {
    Resource resource = resources.get(infoHash);
    trackers.forEach(this::requireAllowed);
    resource.setTrackers(trackers);
    return resource.trackers();
  }

  private void requireAllowed(TrackerAddress tracker) {
    Refusal refusal = outgoing.ofTracker(new HostAndPort(tracker.host(), tracker.port()));
    if (refusal != null) {
      throw new ResourceException(
          ResourceException.Reason.FORBIDDEN_ADDRESS,
          "refused: the tracker " + tracker + ": " + refusal.text());
    }
  }

  @Override
  public List<BanStatus> bans() {
    return bans.list();
  }

  @Override
  public void liftBans(PeerId peer) {
    bans.lift(peer);
  }

  @Override
  public AgentCounters counters() {
    return meter.read(resources.all());
  }

  @Override
  public @Nullable String dataFolderProblem() {
    return folderWatch.problem();
  }

  /**
   * Ends the waits of listeners to events, and of calls that wait for a resource, a piece or a
   * share, because they would delay the end of the agent.
   */
  public void endWaits() {
    services.events().end();
    resources.all().forEach(Resource::endReads);
    shared.endWaits();
  }

  /**
   * Stops all transfers, announces to the trackers that the agent leaves, and writes everything to
   * the disk.
   */
  @Override
  public void close() {
    endWaits();
    shared.close();
    services.closeListener();
    services.leaveTrackers();
    CompletableFuture<?>[] closed =
        resources.all().stream()
            .map(it -> CompletableFuture.runAsync(it::close, services.background()))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(closed).join();
    } finally {
      services.close();
    }
  }

  private ResourceStatus changed(InfoHash infoHash, Consumer<Resource> change) {
    Resource resource = resources.get(infoHash);
    change.accept(resource);
    return resource.status();
  }

  private Sampler.@Nullable Sample sample(InfoHash infoHash) {
    Resource resource = byHash.get(infoHash);
    return resource == null ? null : resource.sample();
  }

  private final class Held implements HeldResources {
    @Override
    public Stream<HeldContent> some(long most) {
      return byHash.values().stream().limit(most).map(Resource::held).filter(Objects::nonNull);
    }

    @Override
    public @Nullable HeldContent find(InfoHash infoHash) {
      Resource resource = byHash.get(infoHash);
      return resource == null ? null : resource.held();
    }
  }

  private @Nullable Swarm swarmOf(InfoHash infoHash) {
    Resource resource = byHash.get(infoHash);
    return resource == null ? null : resource.swarm();
  }
}

package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.resource.view.files.FileStatus;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.resource.view.reading.FileReader;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls to an agent. Any thread may make them. They may block on the disk, and throw {@link
 * ResourceException} when they are refused. Calls with an unknown info-hash are refused with {@link
 * ResourceException.Reason#UNKNOWN}.
 */
public interface Agent {
  /** A time that is longer than any call takes. */
  Duration FOR_EVER = Duration.ofDays(365);

  /** Seeds files where they lie. */
  Sharing sharing();

  /** Seeds a file where it lies. Hashes the file first, so this takes as long as reading it. */
  default Added share(ShareRequest request) {
    ShareStatus share = sharing().begin(request, FOR_EVER);
    return switch (share.outcome()) {
      case ShareStatus.Outcome.Done(Added added) -> added;
      case ShareStatus.Outcome.Failed(ResourceException failure) -> throw failure;
      case ShareStatus.Outcome.Pending() ->
          throw new ResourceException(
              ResourceException.Reason.STORAGE, "the agent ends: " + request.file());
    };
  }

  /** As below: all files, at the usual place. */
  default Added add(ResourceManifest manifest) {
    return add(manifest, Placement.USUAL);
  }

  /** As below: all files. */
  default Added add(ResourceManifest manifest, Placement placement) {
    return add(manifest, placement, FileChoice.NONE);
  }

  /**
   * Fetches a resource, or seeds it when its verified file is there already. Refused with {@link
   * ResourceException.Reason#PLACED_ELSEWHERE} when the agent has it at another place than the one
   * that is chosen, and with {@link ResourceException.Reason#BAD_REQUEST} when the choice of files
   * names no file, or leaves none.
   */
  Added add(ResourceManifest manifest, Placement placement, FileChoice files);

  /** As below: all files, at the usual place. */
  default Added add(MagnetLink link) {
    return add(link, Placement.USUAL);
  }

  /** As below: all files. */
  default Added add(MagnetLink link, Placement placement) {
    return add(link, placement, FileChoice.NONE);
  }

  /**
   * Fetches the manifest that a link names from its peers, and then the resource as if it had been
   * added by its manifest. The choice of files waits for the manifest.
   */
  Added add(MagnetLink link, Placement placement, FileChoice files);

  /**
   * All resources, sorted by name. The state of each is that of the time when it is read from the
   * list.
   */
  List<ResourceStatus> list();

  ResourceStatus status(InfoHash infoHash);

  /**
   * Waits until a resource is {@linkplain ResourceState#isSettled settled}, for a limited time;
   * less when the agent ends. Also refused when the resource is removed meanwhile.
   */
  ResourceStatus awaitSettled(InfoHash infoHash, Duration most);

  /** Refused with {@link ResourceException.Reason#NO_MANIFEST} while that has not arrived yet. */
  PieceStatus pieces(InfoHash infoHash);

  /**
   * The entries of a resource with their progress. Each entry is computed when it is read. Refused
   * with {@link ResourceException.Reason#NO_MANIFEST} while that has not arrived yet.
   */
  List<FileStatus> files(InfoHash infoHash);

  /**
   * A file of a resource. Links are followed as the manifest has them. Refused with {@link
   * ResourceException.Reason#NO_SUCH_FILE} when the manifest has no file there, and with {@link
   * ResourceException.Reason#NO_MANIFEST}.
   *
   * @param path names from the resource's folder on; none, or its name, when it is one file
   */
  ReadableFile file(InfoHash infoHash, List<String> path);

  /** Reads a part of a file that {@link #file} has returned. */
  FileReader read(ReadableFile file, long begin, long end);

  /** The peers that are connected for this resource. */
  List<PeerStatus> peers(InfoHash infoHash);

  /**
   * Calls a peer at once, and again until it answers, as other peers. Refused with {@link
   * ResourceException.Reason#BAD_PEER_ADDRESS} when no peer can be there, and with {@link
   * ResourceException.Reason#NOT_RUNNING}.
   *
   * @return the addresses that are called: all that a host name has
   */
  List<PeerAddress> addPeer(InfoHash infoHash, HostAndPort peer);

  /** Refused with {@link ResourceException.Reason#NO_MANIFEST} while it has not arrived yet. */
  ResourceManifest manifest(InfoHash infoHash);

  /** Writes a manifest that {@link #manifest} has returned, so that others can add the resource. */
  void exportManifest(ResourceManifest manifest, OutputStream out) throws IOException;

  /** Writes what the signatures of a manifest sign: its info document, or its info-hash. */
  void exportSigned(InfoHash infoHash, OutputStream out) throws IOException;

  /**
   * Replaces the signatures of a manifest. Refused with {@link
   * ResourceException.Reason#BAD_SIGNATURE} when one of them is wrong, and with {@link
   * ResourceException.Reason#NOT_SIGNED} when the agent takes no manifest with these.
   */
  ResourceStatus setSignatures(InfoHash infoHash, List<String> signatures);

  /** Stops transfers and announces until {@link #resume}; survives a restart. */
  ResourceStatus pause(InfoHash infoHash);

  /** Ends a pause, or tries again after an error. */
  ResourceStatus resume(InfoHash infoHash);

  /**
   * Tries again at once all resources in {@link ResourceState#ERROR}.
   *
   * @param paused also ends all pauses
   * @return the resources that were resumed, by name
   */
  List<ResourceStatus> resumeAll(boolean paused);

  /** Reads the bytes on disk again, and keeps only the pieces that match their hashes. */
  ResourceStatus recheck(InfoHash infoHash);

  /**
   * Removes a resource.
   *
   * @param deleteData also deletes its file, unless it was shared in place
   */
  void remove(InfoHash infoHash, boolean deleteData);

  /** The limits of all resources together. */
  RateLimits limits();

  /** Changes {@link #limits()}, until they are changed again or the agent ends. */
  void setLimits(RateLimits limits);

  /** The limits of one resource, which apply in addition to those of all together. */
  RateLimits limits(InfoHash infoHash);

  /** Changes a resource's own limits; survives a restart. */
  void setLimits(InfoHash infoHash, RateLimits limits);

  /**
   * Chooses the order in which a resource's pieces are fetched; survives a restart. Refused with
   * {@link ResourceException.Reason#NO_MANIFEST} while that has not arrived yet.
   */
  ResourceStatus setOrder(InfoHash infoHash, FetchOrder order);

  /**
   * Chooses which files of a resource are fetched; survives a restart. While the manifest is still
   * to be fetched, the choice waits for it, and replaces an earlier one. Refused with {@link
   * ResourceException.Reason#BAD_REQUEST} when the choice names no file, or leaves none.
   */
  ResourceStatus choose(InfoHash infoHash, FileChoice files);

  /** Where a resource is announced, or will be, in the order in which they were named. */
  List<TrackerStatus> trackers(InfoHash infoHash);

  /**
   * Announces a resource to these trackers alone, whatever its manifest or link names; survives a
   * restart.
   */
  List<TrackerStatus> setTrackers(InfoHash infoHash, List<TrackerAddress> trackers);

  /** The peers that are kept out, of all resources. */
  List<BanStatus> bans();

  /**
   * Lifts the bans of a peer, of all resources.
   *
   * @throws ResourceException {@link ResourceException.Reason#NOT_BANNED} when it has no ban
   */
  void liftBans(PeerId peer);

  /** The problem of the data folder, for example that it is gone; null when there is none. */
  @Nullable String dataFolderProblem();

  /** Totals since the start and present levels, for metrics. */
  AgentCounters counters();
}

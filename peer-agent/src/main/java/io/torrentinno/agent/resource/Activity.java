package io.torrentinno.agent.resource;

import io.netty.channel.EventLoop;
import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.write.StorageListener;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.resource.checking.CheckRun;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.reading.PieceSource;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.swarm.ManifestIntake;
import io.torrentinno.agent.resource.view.SwarmView;
import io.torrentinno.agent.resource.view.files.PieceStatus;
import io.torrentinno.agent.resource.view.trackers.TrackerStatus;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The work of one resource with its peers during a run: it transfers its content, or fetches its
 * manifest. Blocking methods are called one after the other, and never on an event loop. Any thread
 * may call the others.
 */
public interface Activity {
  /** Blocking. */
  void start();

  /** Blocking. Leaves the trackers, closes all connections, forces everything onto the disk. */
  void stop();

  /** The swarm that connecting peers join. */
  Swarm swarm();

  SwarmView view();

  /** The last failure of announces; null when there is none. */
  @Nullable String announceFailure();

  /** The trackers, each with its last answer. */
  List<TrackerStatus> trackers();

  /** How many peers its trackers know; null when they did not say. */
  @Nullable SwarmSize known();

  /** Announces to these trackers alone from now on; returns at once. */
  void announceTo(List<TrackerAddress> trackers);

  /** Calls whichever peer listens there; returns at once. */
  void call(PeerAddress address);

  /** Ends the ban of a peer, if there is one; returns at once. */
  void liftBan(PeerId peer);

  /** Serves the pieces that are there and fetches those that are missing. */
  interface Transfer extends Activity {
    /** Receives the results of pieces that are written. */
    StorageListener storageListener();

    /** Blocking. */
    PieceStatus pieces();

    /** The hashes of the pieces, as far as they are known. */
    PieceHashes hashes();

    /** Fetches the pieces from the beginning to the end, or rarest first; returns at once. */
    void setSequential(boolean sequential);

    /** Fetches these pieces and no others; returns at once. */
    void choose(PieceChoice choice);

    /** Gives readers the pieces that are verified. */
    PieceSource source();

    /**
     * Blocking. Gives the file its final name, before the completion is announced; of a folder also
     * those files alone that are chosen. Nothing happens when they have it.
     *
     * @param handover makes another resource that has the name give it away
     * @return false when more has been chosen meanwhile, so that pieces are missing; another event
     *     comes when they have arrived
     */
    boolean finish(Handover handover) throws StorageException;
  }

  /** Makes the activities of an agent's resources. */
  interface Factory {
    /** Blocking. Opens what is on disk. */
    ResourceStorage open(ResourceContent.Known content, StorageListener listener)
        throws StorageException;

    /** Blocking. What is on disk and verified, to be read alone. */
    ResourceStorage verified(ResourceContent.Known content, StorageListener listener)
        throws StorageException;

    /**
     * A transfer that has not begun.
     *
     * @param checked the result of the check; the transfer owns its storage from now on
     * @param events receives the events of the run, on any thread
     */
    Transfer transfer(
        ResourceContent.Known content,
        CheckRun.Result checked,
        EventLoop loop,
        Consumer<Event> events);

    /**
     * A fetch that has not begun.
     *
     * @param outcome receives the manifest, or the failure
     */
    Activity fetch(ResourceContent.Link link, EventLoop loop, ManifestIntake.Outcome outcome);
  }
}

package io.torrentinno.agent.resource.stored;

import io.torrentinno.agent.content.state.SavedMagnet;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The manifest or link of a resource, with its stored values. */
public sealed interface ResourceContent {
  InfoHash infoHash();

  /** As was chosen for it, or else its manifest says, or its link, or else the info-hash. */
  String name();

  /** The link by which others can fetch it. */
  MagnetLink magnet();

  boolean isPaused();

  /** The trackers to which it is announced. */
  List<TrackerAddress> trackers();

  /** Bytes; 0 while there is no manifest. */
  long size();

  /** Bytes of the files that are chosen. */
  long selectedBytes();

  /** Bytes of these files in verified pieces. */
  long completedBytes();

  /**
   * The verified bytes that were copied from other files of this machine since the agent started.
   */
  long reusedBytes();

  /** Whether its pieces are fetched from the beginning to the end. */
  boolean isSequential();

  /** Its own limits. */
  RateLimits ownLimits();

  /**
   * A resource of which only a link is known.
   *
   * @param ownTracker where to look for peers when the link names no tracker
   * @param fault which part of it is damaged on disk, for people; null when nothing is damaged
   */
  record Link(SavedMagnet saved, TrackerAddress ownTracker, @Nullable String fault)
      implements ResourceContent {
    /** The trackers; at least one. */
    @Override
    public List<TrackerAddress> trackers() {
      return magnet().trackers().isEmpty() ? List.of(ownTracker) : magnet().trackers();
    }

    @Override
    public InfoHash infoHash() {
      return saved.link().infoHash();
    }

    @Override
    public String name() {
      String chosen = saved.placement().name();
      String name = chosen == null ? magnet().name() : chosen;
      return name == null ? magnet().infoHash().toString() : name;
    }

    @Override
    public MagnetLink magnet() {
      return saved.link();
    }

    @Override
    public boolean isPaused() {
      return saved.paused();
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public long completedBytes() {
      return 0;
    }

    @Override
    public long reusedBytes() {
      return 0;
    }

    @Override
    public long selectedBytes() {
      return 0;
    }

    @Override
    public boolean isSequential() {
      return false;
    }

    @Override
    public RateLimits ownLimits() {
      return RateLimits.NONE;
    }

    Link withPaused(boolean paused) {
      return with(saved.withPaused(paused));
    }

    Link with(SavedMagnet other) {
      return new Link(other, ownTracker, fault);
    }
  }

  /**
   * A resource whose manifest is known.
   *
   * @param limits the limits of the resource, as they are applied
   */
  record Known(
      ResourceSaver saver, PieceLayout layout, Completion completion, TransferLimits limits)
      implements ResourceContent {
    public SavedResource saved() {
      return saver.resource();
    }

    @Override
    public InfoHash infoHash() {
      return saved().infoHash();
    }

    @Override
    public String name() {
      return saved().name();
    }

    @Override
    public MagnetLink magnet() {
      return saved().magnet();
    }

    @Override
    public boolean isPaused() {
      return saved().choices().paused();
    }

    @Override
    public List<TrackerAddress> trackers() {
      return saved().trackers();
    }

    @Override
    public long size() {
      return layout.length();
    }

    @Override
    public long completedBytes() {
      return completion.chosenBytes();
    }

    @Override
    public long selectedBytes() {
      return completion.chosenSize();
    }

    /** Which files are fetched. */
    public FileSelection files() {
      return saved().choices().files();
    }

    /** Which pieces are fetched, and which first. */
    public PieceChoice pieceChoice() {
      FileSelection files = files();
      return new PieceChoice(
          files.skippedPieces(saved().manifest()), files.highPieces(saved().manifest()));
    }

    @Override
    public long reusedBytes() {
      return completion.reusedBytes();
    }

    @Override
    public boolean isSequential() {
      return saved().choices().sequential();
    }

    @Override
    public RateLimits ownLimits() {
      return saved().choices().limits();
    }
  }
}

package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.state.SavedMagnet;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;

/** What an agent knows of a resource. */
public sealed interface ResourceContent {
  /** As its manifest says, or its link while there is none, or else the info-hash. */
  String name();

  /** The link that others can fetch it by. */
  MagnetLink magnet();

  boolean isPaused();

  /**
   * A link alone.
   *
   * @param trackers where to look for peers; at least one
   */
  record Link(SavedMagnet saved, List<TrackerAddress> trackers) implements ResourceContent {
    @Override
    public String name() {
      String name = magnet().name();
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

    Link withPaused(boolean paused) {
      return new Link(new SavedMagnet(magnet(), paused), trackers);
    }
  }

  /** A manifest. */
  record Known(
      PersistedResource persisted, PieceLayout layout, Completion completion, TransferLimits limits)
      implements ResourceContent {
    public static Known of(PersistedResource persisted, ResourceContext context) {
      SavedResource saved = persisted.resource();
      PieceLayout layout = saved.manifest().layout();
      return new Known(
          persisted,
          layout,
          new Completion(layout, () -> context.events().moved(saved.infoHash())),
          context.limits().ofResource(persisted.limits()));
    }

    SavedResource saved() {
      return persisted.resource();
    }

    @Override
    public String name() {
      return saved().manifest().name();
    }

    @Override
    public MagnetLink magnet() {
      return saved().magnet();
    }

    @Override
    public boolean isPaused() {
      return saved().choices().paused();
    }
  }
}

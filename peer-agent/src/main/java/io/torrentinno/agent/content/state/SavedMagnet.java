package io.torrentinno.agent.content.state;

import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;

/**
 * The stored values of a resource whose manifest has not arrived yet.
 *
 * @param paused whether the resource is paused
 * @param trackersAlone whether the resource is announced only to the trackers of the link, and not
 *     to those that its manifest will name
 * @param placement the folder and the name that are chosen for the resource
 * @param files the files that are fetched when the manifest has arrived
 */
public record SavedMagnet(
    MagnetLink link, boolean paused, boolean trackersAlone, Placement placement, FileChoice files) {
  /**
   * A resource at the usual place, of which all files are fetched. Its manifest may name more
   * trackers.
   */
  public SavedMagnet(MagnetLink link, boolean paused) {
    this(link, paused, false, Placement.USUAL, FileChoice.NONE);
  }

  /** The same values, paused or not. */
  public SavedMagnet withPaused(boolean nowPaused) {
    return new SavedMagnet(link, nowPaused, trackersAlone, placement, files);
  }

  /** The same values with other trackers. When {@code trackersAlone} is true, it stays true. */
  public SavedMagnet withTrackers(List<TrackerAddress> trackers, boolean alone) {
    MagnetLink other = new MagnetLink(link.version(), link.infoHash(), trackers, link.name());
    return new SavedMagnet(other, paused, alone || trackersAlone, placement, files);
  }

  /** The same values with other files. */
  public SavedMagnet withFiles(FileChoice others) {
    return new SavedMagnet(link, paused, trackersAlone, placement, others);
  }
}

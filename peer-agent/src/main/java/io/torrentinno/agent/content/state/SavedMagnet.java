package io.torrentinno.agent.content.state;

import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;

/**
 * What outlives a restart of a resource whose manifest is still to be fetched.
 *
 * @param paused whether it waits for a resume
 * @param trackersAlone whether it is announced to the link's trackers alone, whatever its manifest
 *     will name
 * @param placement where the resource is to lie
 * @param files which files are fetched when the manifest is here
 */
public record SavedMagnet(
    MagnetLink link, boolean paused, boolean trackersAlone, Placement placement, FileChoice files) {
  /**
   * One whose manifest may name further trackers, that is to lie at the usual place, and of which
   * all files are fetched.
   */
  public SavedMagnet(MagnetLink link, boolean paused) {
    this(link, paused, false, Placement.USUAL, FileChoice.NONE);
  }

  /** The same, paused or not. */
  public SavedMagnet withPaused(boolean nowPaused) {
    return new SavedMagnet(link, nowPaused, trackersAlone, placement, files);
  }

  /** The same with other trackers; once they are alone they stay it. */
  public SavedMagnet withTrackers(List<TrackerAddress> trackers, boolean alone) {
    MagnetLink other = new MagnetLink(link.version(), link.infoHash(), trackers, link.name());
    return new SavedMagnet(other, paused, alone || trackersAlone, placement, files);
  }

  /** The same, of other files. */
  public SavedMagnet withFiles(FileChoice others) {
    return new SavedMagnet(link, paused, trackersAlone, placement, others);
  }
}

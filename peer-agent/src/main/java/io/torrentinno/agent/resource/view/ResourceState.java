package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.resource.lifecycle.Phase;
import java.util.Locale;

/** What an agent is doing with a resource. */
public enum ResourceState {
  /** Looking for a peer that has the manifest, or fetching it. */
  FETCHING_MANIFEST,
  /** Reading the disk to learn which pieces are there. */
  CHECKING,
  DOWNLOADING,
  SEEDING,
  PAUSED,
  /** Stopped by a failure of this machine, such as a full disk. */
  ERROR;

  public static ResourceState of(Phase phase) {
    return switch (phase) {
      case Phase.AwaitingManifest _ -> FETCHING_MANIFEST;
      case Phase.Checking _ -> CHECKING;
      case Phase.Active(boolean complete) -> complete ? SEEDING : DOWNLOADING;
      case Phase.Failed _ -> ERROR;
      case Phase.Paused _, Phase.Removed _ -> PAUSED;
    };
  }

  /** Whether it stays so until somebody does something about it. */
  public boolean isSettled() {
    return this == SEEDING || this == PAUSED || this == ERROR;
  }

  /** The name that others know it by: {@code fetching-manifest}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

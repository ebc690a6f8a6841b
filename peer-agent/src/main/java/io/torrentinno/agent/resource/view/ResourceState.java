package io.torrentinno.agent.resource.view;

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

  /** Whether it stays so until somebody does something about it. */
  public boolean isSettled() {
    return this == SEEDING || this == PAUSED || this == ERROR;
  }

  /** The name that others know it by: {@code fetching-manifest}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

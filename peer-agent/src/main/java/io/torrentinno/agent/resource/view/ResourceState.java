package io.torrentinno.agent.resource.view;

import java.util.Locale;

/** The present work of an agent on a resource. */
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

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Whether the state lasts until a person acts. */
  public boolean isSettled() {
    return this == SEEDING || this == PAUSED || this == ERROR;
  }

  /** The name in the REST API and in metrics, such as {@code fetching-manifest}. */
  public String label() {
    return label;
  }
}

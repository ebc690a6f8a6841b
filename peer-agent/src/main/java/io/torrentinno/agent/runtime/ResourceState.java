package io.torrentinno.agent.runtime;

/** What an agent is doing with a resource. */
public enum ResourceState {
  /** Reading the disk to learn which pieces are there. */
  CHECKING,
  DOWNLOADING,
  SEEDING,
  PAUSED,
  /** Stopped by a failure of this machine, such as a full disk; resume tries again. */
  ERROR
}

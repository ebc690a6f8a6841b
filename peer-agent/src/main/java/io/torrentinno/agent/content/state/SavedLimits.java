package io.torrentinno.agent.content.state;

/** How fast a resource may send and receive, in bytes per second; 0 for no limit. */
public record SavedLimits(long uploadPerSecond, long downloadPerSecond) {
  public static final SavedLimits NONE = new SavedLimits(0, 0);
}

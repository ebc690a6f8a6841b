package io.torrentinno.agent.outgoing;

/** The purpose of a connection. */
public enum OutgoingUse {
  MANIFEST_URL("manifest-url"),
  TRACKER("tracker"),
  PEER("peer");

  private final String label;

  OutgoingUse(String label) {
    this.label = label;
  }

  /** The value of the metric's tag. */
  public String label() {
    return label;
  }
}

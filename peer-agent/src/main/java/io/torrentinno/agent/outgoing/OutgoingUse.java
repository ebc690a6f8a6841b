package io.torrentinno.agent.outgoing;

/** What a connection is for. */
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

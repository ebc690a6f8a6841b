package io.torrentinno.agent.outgoing;

/**
 * A connection that is not opened.
 *
 * @param text a sentence for people, with the setting that allows it
 */
public record Refusal(Reason reason, String text) {
  /** Why it is not opened. */
  public enum Reason {
    LOOPBACK("loopback"),
    LINK_LOCAL("link-local"),
    METADATA("metadata"),
    UNUSABLE("unusable"),
    PORT("port"),
    PLAINTEXT("plaintext");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** The value of the metric's tag. */
    public String label() {
      return label;
    }
  }
}

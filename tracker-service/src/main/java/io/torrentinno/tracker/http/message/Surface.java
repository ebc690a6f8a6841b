package io.torrentinno.tracker.http.message;

/** Which requests a port serves. */
public enum Surface {
  /** All of them, because there is one port. */
  ALL,
  /** Announces, scrapes, and the health probes. */
  ANNOUNCES,
  /** The page, the table of peers, the REST API, the metrics, and the health probes. */
  MANAGEMENT;

  /** Whether a request is served; the others are not found. */
  boolean serves(RequestHead head) {
    boolean isOther = head.target() == RequestHead.Target.OTHER;
    return switch (this) {
      case ALL -> true;
      case ANNOUNCES -> !isOther || head.isHealth();
      case MANAGEMENT -> isOther;
    };
  }
}

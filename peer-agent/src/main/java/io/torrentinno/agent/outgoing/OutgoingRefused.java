package io.torrentinno.agent.outgoing;

import java.io.IOException;

/** No connection is opened, because the rules do not allow it. */
public final class OutgoingRefused extends IOException {
  private static final long serialVersionUID = 1L;

  OutgoingRefused(Refusal refusal) {
    super("refused: " + refusal.text());
  }
}

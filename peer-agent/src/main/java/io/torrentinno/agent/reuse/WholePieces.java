package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.write.CopyRun;
import org.jspecify.annotations.Nullable;

/** Finds pieces that lie elsewhere as a whole. */
interface WholePieces {
  /** Whether {@link #find} would find the piece; costs less. */
  boolean has(int piece);

  /** Where a piece lies, whose hash is known; null when that is not known. */
  @Nullable CopyRun find(int piece);
}

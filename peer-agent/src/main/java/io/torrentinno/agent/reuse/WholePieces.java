package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.write.CopyRun;
import org.jspecify.annotations.Nullable;

/** Finds pieces that lie elsewhere as a whole. */
interface WholePieces {
  /** Where a piece lies, whose hash is known; null when that is not known. */
  @Nullable CopyRun find(int piece);
}

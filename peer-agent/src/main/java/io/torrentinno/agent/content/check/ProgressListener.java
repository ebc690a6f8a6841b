package io.torrentinno.agent.content.check;

/** Receives the progress of a check, on the thread that checks. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * Called about once per piece.
   *
   * @param checked bytes read and hashed so far
   * @param total bytes to check
   */
  void progress(long checked, long total);
}

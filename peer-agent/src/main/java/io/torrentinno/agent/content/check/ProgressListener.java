package io.torrentinno.agent.content.check;

/** Hears how far a check of a file has come. Called on the thread that checks. */
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

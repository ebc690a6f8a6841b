package io.torrentinno.agent.engine.upload;

/**
 * How many TI/2 peers are served at a time. With few slots each piece arrives soon and can be
 * passed on. But where the peers' links are slower than this agent's link, more slots upload more.
 * So some slots are added now and then, and kept if the uploads become faster.
 */
final class UploadSlots {
  static final int LEAST = 6;

  private static final int MOST = 100;
  private static final int ROUNDS_BETWEEN_TRIALS = 10;

  /** Added slots stay when they bring at least this part of what they could bring at best. */
  private static final double WORTH_IT = 0.5;

  private final boolean fixed;
  private int count;
  private int countBefore;
  private long servedBefore;
  private long served;
  private int pause;
  private boolean trying;

  /**
   * Begins with the smallest number.
   *
   * @param fixed the number of slots; 0: to be found out
   */
  UploadSlots(int fixed) {
    this.fixed = fixed > 0;
    count = fixed > 0 ? fixed : LEAST;
  }

  int count() {
    return count;
  }

  /**
   * A second is over.
   *
   * @param total bytes uploaded so far
   * @param wanted whether all slots are busy and a peer waits for one
   */
  void round(long total, boolean wanted) {
    long inRound = total - served;
    served = total;
    if (fixed) {
      return;
    }
    if (trying) {
      trying = false;
      double hoped = (count - countBefore) / (double) countBefore;
      if (inRound < servedBefore * (1 + WORTH_IT * hoped)) {
        count = countBefore;
        pause = ROUNDS_BETWEEN_TRIALS;
      }
    } else if (pause > 0) {
      pause--;
    } else if (wanted && count < MOST) {
      trying = true;
      countBefore = count;
      servedBefore = inRound;
      count = Math.min(MOST, count + Math.max(1, count / 4));
    }
  }
}

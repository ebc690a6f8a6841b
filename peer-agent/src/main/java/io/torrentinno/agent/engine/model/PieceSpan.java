package io.torrentinno.agent.engine.model;

/**
 * Pieces that follow each other.
 *
 * @param end the number after the last one, more than {@code first}
 */
public record PieceSpan(int first, int end) {
  public PieceSpan {
    if (first < 0 || end <= first) {
      throw new IllegalArgumentException("no span has the pieces " + first + " to " + end);
    }
  }

  public boolean contains(int piece) {
    return piece >= first && piece < end;
  }

  /** How many there are. */
  public int length() {
    return end - first;
  }
}

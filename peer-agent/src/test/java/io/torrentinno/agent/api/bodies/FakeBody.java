package io.torrentinno.agent.api.bodies;

/** A body that a test makes late. */
final class FakeBody implements IncomingBody {
  private volatile long nanosLate;
  private volatile boolean hasGivenWay;

  FakeBody late(long nanos) {
    nanosLate = nanos;
    return this;
  }

  boolean hasGivenWay() {
    return hasGivenWay;
  }

  @Override
  public long nanosLate() {
    return nanosLate;
  }

  @Override
  public boolean giveWay() {
    hasGivenWay = true;
    return true;
  }

  @Override
  public boolean giveWayToOthers() {
    return giveWay();
  }
}

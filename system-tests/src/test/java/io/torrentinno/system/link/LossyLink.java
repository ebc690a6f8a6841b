package io.torrentinno.system.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Carries packets between two interfaces, each after a delay, and loses some on the way. */
final class LossyLink implements AutoCloseable {
  /** A packet and when it arrives. */
  private record Underway(ByteBuffer packet, long due) {}

  private final Tun near;
  private final Tun far;
  private final long delay;
  private final double loss;
  private final List<Thread> carriers = new ArrayList<>();
  private volatile boolean closed;

  /**
   * A link that is up until it is closed, and its interfaces with it.
   *
   * @param delay one way
   * @param loss the part that is lost, each way, from 0 to 1
   */
  LossyLink(Tun near, Tun far, Duration delay, double loss) {
    this.near = near;
    this.far = far;
    this.delay = delay.toNanos();
    this.loss = loss;
    carry(near, far, new SplittableRandom(1));
    carry(far, near, new SplittableRandom(2));
  }

  private void carry(Tun from, Tun to, SplittableRandom random) {
    BlockingQueue<Underway> cable = new LinkedBlockingQueue<>();
    carriers.add(Thread.ofPlatform().daemon().start(() -> takeIn(from, cable, random)));
    carriers.add(Thread.ofPlatform().daemon().start(() -> giveOut(cable, to)));
  }

  private void takeIn(Tun from, BlockingQueue<Underway> cable, SplittableRandom random) {
    try {
      while (!closed) {
        ByteBuffer packet = from.read();
        if (packet.hasRemaining() && random.nextDouble() >= loss) {
          cable.add(new Underway(packet, System.nanoTime() + delay));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void giveOut(BlockingQueue<Underway> cable, Tun to) {
    try {
      while (!closed) {
        Underway next = cable.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          LockSupport.parkNanos(next.due - System.nanoTime());
          to.write(next.packet);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      for (Thread carrier : carriers) {
        carrier.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return; // somebody may still use the interfaces
    }
    near.close();
    far.close();
  }
}

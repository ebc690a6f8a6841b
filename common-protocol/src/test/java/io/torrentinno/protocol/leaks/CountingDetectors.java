package io.torrentinno.protocol.leaks;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Provides leak detectors for Netty that know which buffers are in use. */
final class CountingDetectors extends ResourceLeakDetectorFactory {
  private final Set<Object> open = ConcurrentHashMap.newKeySet();

  /** One element for each buffer in use. Its text says where the buffer was used. */
  Set<Object> open() {
    return open;
  }

  @Override
  @SuppressWarnings("deprecation") // the only method that every factory must have
  public <T> ResourceLeakDetector<T> newResourceLeakDetector(
      Class<T> resource, int samplingInterval, long maxActive) {
    return new Counting<>(resource, samplingInterval);
  }

  private final class Counting<T> extends ResourceLeakDetector<T> {
    private final boolean counts;

    Counting(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
      counts = resource == ByteBuf.class;
    }

    @Override
    public @Nullable ResourceLeakTracker<T> track(T object) {
      ResourceLeakTracker<T> tracker = super.track(object);
      if (tracker == null || !counts || isConstant()) {
        return tracker;
      }
      Counted<T> counted = new Counted<>(tracker);
      open.add(counted);
      return counted;
    }
  }

  /** Whether this is called while a class is initialized: its constants are never released. */
  private static boolean isConstant() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("<clinit>")));
  }

  private final class Counted<T> implements ResourceLeakTracker<T> {
    private final ResourceLeakTracker<T> tracker;

    Counted(ResourceLeakTracker<T> tracker) {
      this.tracker = tracker;
    }

    @Override
    public void record() {
      tracker.record();
    }

    @Override
    public void record(Object hint) {
      tracker.record(hint);
    }

    @Override
    public boolean close(T tracked) {
      open.remove(this);
      return tracker.close(tracked);
    }

    @Override
    public String toString() {
      return tracker.toString();
    }
  }
}

package io.torrentinno.protocol.leaks;

import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails each test that does not release a Netty buffer, when the test and its clean-up are over. A
 * module registers this class for all its tests, in {@code META-INF/services}. It counts the
 * buffers of the allocators, so it need not wait for the garbage collector.
 */
public final class BufferLeaks implements BeforeEachCallback, AfterEachCallback {
  /** Event loops may still close channels of the test. */
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final Namespace NAMESPACE = Namespace.create(BufferLeaks.class);
  private static final CountingDetectors DETECTORS = new CountingDetectors();

  static {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(DETECTORS);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put("before", Set.copyOf(DETECTORS.open()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Set<?> before = context.getStore(NAMESPACE).getOrDefault("before", Set.class, Set.of());
    long deadline = System.nanoTime() + WAIT_NANOS;
    List<Object> left = openedSince(before);
    while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      left = openedSince(before);
    }
    if (!left.isEmpty()) {
      throw new AssertionError(
          left.size() + " buffers are not released, one of them: " + left.getFirst());
    }
  }

  private static List<Object> openedSince(Set<?> before) {
    List<Object> left = new ArrayList<>(DETECTORS.open());
    left.removeAll(before);
    return left;
  }
}

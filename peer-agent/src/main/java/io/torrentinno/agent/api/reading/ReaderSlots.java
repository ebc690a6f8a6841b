package io.torrentinno.agent.api.reading;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.server.ServedConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Limits how many files are read at a time, because each takes a connection and a buffer. Ends the
 * readers when the agent ends.
 */
@Component
final class ReaderSlots implements MeterBinder {
  private static final int SHARE = 4;

  private final Semaphore slots;
  private final Set<ServedConnection> readers = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  ReaderSlots(
      ReadingSettings settings, @Value("${server.tomcat.max-connections:8192}") int connections) {
    slots = new Semaphore(Math.clamp(connections / SHARE, 1, settings.readers()));
  }

  /** The slot of one reader. Closing it gives it back. */
  interface Slot extends AutoCloseable {
    /** Whether the client reads no more. For the thread that has taken the slot. */
    boolean isAbandoned();

    /** Ends the answer before its end, so that the client notices that it is not complete. */
    void breakOff();

    @Override
    void close();
  }

  /**
   * Takes a slot for the request that this thread serves.
   *
   * @throws RequestRefused when no slot is free
   */
  Slot take() {
    if (!slots.tryAcquire()) {
      throw new RequestRefused(Problem.BUSY, "too many files are being read");
    }
    ServedConnection connection = ServedConnection.current();
    readers.add(connection);
    if (ended) {
      connection.breakOff();
    }
    return new Slot() {
      @Override
      public boolean isAbandoned() {
        return connection.isClosedByClient();
      }

      @Override
      public void breakOff() {
        connection.breakOff();
      }

      @Override
      public void close() {
        readers.remove(connection);
        slots.release();
      }
    };
  }

  /** Ends the readers, because the web server waits for its requests. */
  @EventListener(ContextClosedEvent.class)
  void end() {
    ended = true;
    readers.forEach(ServedConnection::breakOff);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("torrentinno.agent.readers", readers, Set::size)
        .description("Files of resources that are read over HTTP")
        .register(registry);
  }
}

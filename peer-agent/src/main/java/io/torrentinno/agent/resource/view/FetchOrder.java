package io.torrentinno.agent.resource.view;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The order in which the pieces of a resource are fetched. */
public enum FetchOrder {
  /** The pieces that fewest peers have come first, which is best for the swarm. */
  RAREST_FIRST,
  /** From the beginning to the end, for a program that reads the file while it is fetched. */
  SEQUENTIAL;

  /** The order of this {@link #label}; empty when there is none. */
  public static Optional<FetchOrder> of(String label) {
    return Stream.of(values()).filter(order -> order.label().equals(label)).findFirst();
  }

  public static FetchOrder of(boolean sequential) {
    return sequential ? SEQUENTIAL : RAREST_FIRST;
  }

  public boolean isSequential() {
    return this == SEQUENTIAL;
  }

  /** The name in the REST API, such as {@code rarest-first}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

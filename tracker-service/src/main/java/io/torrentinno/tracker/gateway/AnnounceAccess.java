package io.torrentinno.tracker.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may announce and scrape: everybody, or callers with a token that has the scope {@code
 * announce}. Counts refusals: {@code torrentinno.tracker.denied}, by protocol and reason.
 */
public final class AnnounceAccess {
  private final @Nullable Function<String, Verdict> tokens;
  private final EnumMap<AnnounceEndpoint, EnumMap<Verdict, Counter>> denied =
      new EnumMap<>(AnnounceEndpoint.class);

  /** The requests that a token allows. */
  public enum Verdict {
    ALLOWED,
    /** There is no token, or it is not known, or it has expired. */
    UNAUTHORIZED,
    /** The token lacks the scope. */
    FORBIDDEN;

    /** Lower case, as metrics have it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Access for everybody, or for callers with tokens.
   *
   * @param tokens judges a text in little time and without blocking; null: everybody has access
   */
  public AnnounceAccess(@Nullable Function<String, Verdict> tokens, MeterRegistry registry) {
    this.tokens = tokens;
    for (AnnounceEndpoint endpoint : AnnounceEndpoint.values()) {
      EnumMap<Verdict, Counter> reasons = new EnumMap<>(Verdict.class);
      denied.put(endpoint, reasons);
      reasons.put(Verdict.UNAUTHORIZED, denied(registry, endpoint, Verdict.UNAUTHORIZED));
      reasons.put(Verdict.FORBIDDEN, denied(registry, endpoint, Verdict.FORBIDDEN));
    }
  }

  private static Counter denied(MeterRegistry registry, AnnounceEndpoint endpoint, Verdict reason) {
    return denied(registry, endpoint.toString(), reason.toString());
  }

  /** The counter of refused requests. */
  public static Counter denied(MeterRegistry registry, String protocol, String reason) {
    return Counter.builder("torrentinno.tracker.denied")
        .description("Requests refused because the caller may not make them")
        .tags("protocol", protocol, "reason", reason)
        .register(registry);
  }

  /** Whether everybody has access. Then no token needs to be read. */
  public boolean isOpen() {
    return tokens == null;
  }

  /**
   * Judges a request, and counts a refusal.
   *
   * @param token what the caller sent; null for none
   */
  public Verdict check(AnnounceEndpoint endpoint, @Nullable String token) {
    if (tokens == null) {
      return Verdict.ALLOWED;
    }
    Verdict verdict = token == null ? Verdict.UNAUTHORIZED : tokens.apply(token);
    if (verdict != Verdict.ALLOWED) {
      Objects.requireNonNull(Objects.requireNonNull(denied.get(endpoint)).get(verdict)).increment();
    }
    return verdict;
  }
}

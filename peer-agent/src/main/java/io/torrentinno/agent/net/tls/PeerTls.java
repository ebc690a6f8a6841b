package io.torrentinno.agent.net.tls;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encryption of an agent's connections with peers. Its credentials can be renewed while it is
 * used: connections of peers that would not be accepted any more are closed. Safe for use by
 * several threads.
 */
public final class PeerTls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerTls.class);
  private static final AttributeKey<ConnectionSecurity> SECURITY =
      AttributeKey.valueOf(PeerTls.class, "security");

  /** The certificates of the peer at the other end of a connection. */
  private record Shown(List<X509Certificate> chain, boolean outgoing) {}

  private final EncryptionMode mode;
  private final TlsEngine engine;
  private final Map<TlsFailure, LongAdder> failures = new EnumMap<>(TlsFailure.class);
  private final LongAdder passed = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final Map<Channel, Shown> encrypted = new ConcurrentHashMap<>();

  // Guarded by this.
  private @Nullable TlsContexts contexts;
  private boolean closed;

  private PeerTls(EncryptionMode mode, TlsEngine engine) {
    this.mode = mode;
    this.engine = engine;
    for (TlsFailure reason : TlsFailure.values()) {
      failures.put(reason, new LongAdder());
    }
  }

  /** No connection is encrypted. */
  public static PeerTls off() {
    return new PeerTls(EncryptionMode.OFF, TlsEngine.JDK);
  }

  /**
   * Encrypts with these credentials.
   *
   * @throws GeneralSecurityException when they can't be used
   */
  public static PeerTls of(EncryptionMode mode, TlsEngine engine, Credentials credentials)
      throws GeneralSecurityException {
    PeerTls tls = new PeerTls(mode, engine);
    tls.renew(credentials);
    return tls;
  }

  /** Which connections are encrypted. */
  public EncryptionMode mode() {
    return mode;
  }

  /** Whether any connection is encrypted. */
  public boolean isOn() {
    return mode != EncryptionMode.OFF;
  }

  /** Whether connections in the clear are refused. */
  public boolean isRequired() {
    return mode == EncryptionMode.REQUIRED;
  }

  /** The protection of a connection; known after its TLS handshake. */
  public static ConnectionSecurity of(Channel channel) {
    ConnectionSecurity known = channel.attr(SECURITY).get();
    return known == null ? ConnectionSecurity.NONE : known;
  }

  /**
   * Uses other credentials for new connections, and closes those of peers that they keep out.
   *
   * @throws GeneralSecurityException when they can't be used; then the ones before stay
   */
  public void renew(Credentials credentials) throws GeneralSecurityException {
    TlsContexts renewed = new TlsContexts(engine.provider(), credentials);
    TlsContexts before;
    synchronized (this) {
      if (closed) {
        renewed.release();
        return;
      }
      before = contexts;
      contexts = renewed;
    }
    if (before != null) {
      before.release();
      encrypted.forEach((channel, shown) -> closeUnlessAdmitted(renewed, channel, shown));
    }
  }

  /**
   * The handler that encrypts a new connection.
   *
   * @param outgoing whether this agent opened it
   */
  public TlsHandler handler(Channel channel, boolean outgoing) {
    TlsHandler handler;
    TlsContexts used;
    synchronized (this) {
      used = contexts;
      if (used == null) {
        throw new IllegalStateException("encryption is off, or the agent is ending");
      }
      handler = new TlsHandler(used.engine(channel.alloc(), outgoing));
    }
    handler.handshakeFuture().addListener(ended -> ended(channel, handler, outgoing, used, ended));
    return handler;
  }

  private void ended(
      Channel channel, TlsHandler handler, boolean outgoing, TlsContexts used, Future<?> ended) {
    if (!ended.isSuccess()) {
      TlsFailure reason = TlsFailure.of(ended.cause());
      failed(reason);
      log.debug("{}: no TLS: {}", channel.remoteAddress(), reason.label(), ended.cause());
      return;
    }
    Shown shown = new Shown(used.membersOnly() ? chainOf(handler) : List.of(), outgoing);
    String name = shown.chain.isEmpty() ? null : CertificateName.of(shown.chain.getFirst());
    channel.attr(SECURITY).set(new ConnectionSecurity(true, name));
    encrypted.put(channel, shown);
    channel.closeFuture().addListener(_ -> encrypted.remove(channel));
    TlsContexts now;
    synchronized (this) {
      now = contexts;
    }
    // Always: the credentials may be new, and a resumed session is not checked by its engine.
    if (closeUnlessAdmitted(now == null ? used : now, channel, shown)) {
      passed.increment();
    }
  }

  private static List<X509Certificate> chainOf(TlsHandler handler) {
    try {
      Certificate[] chain = handler.engine().getSession().getPeerCertificates();
      return Arrays.stream(chain)
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException("TLS accepted a peer that has no certificate", e);
    }
  }

  private boolean closeUnlessAdmitted(TlsContexts now, Channel channel, Shown shown) {
    TlsFailure reason = now.refusal(shown.chain, shown.outgoing);
    if (reason == null) {
      return true;
    }
    failed(reason);
    log.info(
        "Closing the connection with {} ({}): its certificate is not accepted any more ({})",
        channel.remoteAddress(),
        of(channel).certificate(),
        reason.label());
    channel.close();
    return false;
  }

  /** A connection was not encrypted, or its certificate is refused now, and is closed. */
  public void failed(TlsFailure reason) {
    LongAdder counter = failures.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  /** How many connections were closed for this reason. */
  public long failures(TlsFailure reason) {
    LongAdder counter = failures.get(reason);
    return counter == null ? 0 : counter.sum();
  }

  /** A peer that accepts TLS has ended a call without an answer. */
  public void unanswered() {
    unanswered.increment();
  }

  /**
   * How many calls of this agent were ended without an answer by peers that take TLS. They may
   * require more than this agent offers; or they do not have the resource, or no place.
   */
  public long unansweredCalls() {
    return unanswered.sum();
  }

  /** Whether peers need a certificate of an authority. */
  public synchronized boolean isMembersOnly() {
    return contexts != null && contexts.membersOnly();
  }

  /** How many TLS handshakes have passed. */
  public long passed() {
    return passed.sum();
  }

  /** Frees memory outside the heap. No new connection can be encrypted from then on. */
  @Override
  public synchronized void close() {
    closed = true;
    if (contexts != null) {
      contexts.release();
      contexts = null;
    }
  }

  /** How many connections are open whose TLS handshake has passed. */
  public int encrypted() {
    return encrypted.size();
  }
}

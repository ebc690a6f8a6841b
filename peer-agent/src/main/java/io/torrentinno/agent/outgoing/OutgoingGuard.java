package io.torrentinno.agent.outgoing;

import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PrintableText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the addresses to which an agent connects because others have named them. It looks names up
 * itself, and returns the addresses that may be connected to, so that no second look-up can give
 * others. Counts each refusal, and logs it once for each target. Safe for use by several threads.
 */
public final class OutgoingGuard {
  private static final Logger log = LoggerFactory.getLogger(OutgoingGuard.class);

  /** How many targets are known as logged. When there are more, the oldest may be logged again. */
  private static final int LOGGED = 1000;

  private final OutgoingRules rules;
  private final OutgoingObserver observer;
  private final NameLookUp names;
  private final Map<String, Boolean> logged =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > LOGGED;
        }
      };

  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface NameLookUp {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  public OutgoingGuard(OutgoingRules rules, OutgoingObserver observer) {
    this(rules, observer, InetAddress::getAllByName);
  }

  OutgoingGuard(OutgoingRules rules, OutgoingObserver observer, NameLookUp names) {
    this.rules = rules;
    this.observer = observer;
    this.names = names;
  }

  /**
   * Whether a tracker is the operator's own, and so not checked: the one of the settings or of the
   * command line, whoever names it, too.
   */
  private boolean isTrusted(OutgoingUse use, String host, int port) {
    return use == OutgoingUse.TRACKER && rules.isOperators(host, port);
  }

  /**
   * Looks a server up. Blocks.
   *
   * @return the addresses that may be connected to, at least one
   * @throws UnknownHostException when the name has no address
   * @throws OutgoingRefused when the port, or each address, is refused
   */
  public List<InetSocketAddress> lookUp(OutgoingUse use, String host, int port)
      throws UnknownHostException, OutgoingRefused {
    boolean trusted = isTrusted(use, host, port);
    if (!trusted) {
      require(use, host, port, rules.ofPort(port));
    }
    List<InetSocketAddress> allowed = new ArrayList<>();
    Refusal refusal = null;
    for (InetAddress address : names.of(host)) {
      Refusal reason = trusted ? null : rules.ofAddress(address);
      if (reason == null) {
        allowed.add(new InetSocketAddress(address, port));
      } else {
        refusal = refusal == null ? reason : refusal;
      }
    }
    if (allowed.isEmpty()) {
      require(use, host, port, refusal);
    }
    return allowed;
  }

  /**
   * Checks a server to which a proxy will connect. The proxy looks names up, so only addresses,
   * names of this machine and ports are checked.
   *
   * @throws OutgoingRefused when the server is refused
   */
  public void checkBehindProxy(OutgoingUse use, String host, int port) throws OutgoingRefused {
    if (!isTrusted(use, host, port)) {
      require(use, host, port, rules.ofPort(port));
      require(use, host, port, rules.ofName(host));
    }
  }

  /**
   * Why a tracker that a caller names cannot be used, as far as that is known without a look-up;
   * null when it may be.
   */
  public @Nullable Refusal ofTracker(HostAndPort tracker) {
    if (rules.isOperators(tracker.host(), tracker.port())) {
      return null;
    }
    Refusal port = rules.ofPort(tracker.port());
    Refusal refusal = port == null ? rules.ofName(tracker.host()) : port;
    if (refusal != null) {
      refused(OutgoingUse.TRACKER, tracker.toString(), refusal);
    }
    return refusal;
  }

  /**
   * Whether a peer may be connected to.
   *
   * @param id its id, which says whether it takes TLS
   * @param namedBy the address of the tracker or the peer that has named it; null when that is not
   *     known. One on this machine may name others on this machine
   */
  public boolean admits(PeerId id, PeerAddress peer, @Nullable InetAddress namedBy) {
    Refusal plain = rules.ofPeer(id);
    Refusal refusal =
        plain == null ? rules.ofAddress(peer.ip(), OutgoingRules.isHere(namedBy)) : plain;
    if (refusal != null) {
      String namer = namedBy == null ? "a tracker behind a proxy" : namedBy.getHostAddress();
      refused(OutgoingUse.PEER, "peers that " + namer + " names", refusal);
    }
    return refusal == null;
  }

  private void require(OutgoingUse use, String host, int port, @Nullable Refusal refusal)
      throws OutgoingRefused {
    if (refusal != null) {
      refused(use, (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port, refusal);
      throw new OutgoingRefused(refusal);
    }
  }

  private void refused(OutgoingUse use, String target, Refusal refusal) {
    observer.refused(use, refusal.reason());
    boolean first;
    synchronized (logged) {
      first = logged.putIfAbsent(use.label() + " " + target + " " + refusal.reason(), true) == null;
    }
    if (first) {
      log.warn("{}: refused: {}", PrintableText.of(target), refusal.text());
    }
  }
}

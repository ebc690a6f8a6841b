package io.torrentinno.agent.outgoing;

import io.torrentinno.protocol.model.HostAndPort;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.settings.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for connections to addresses that others have named (ADR 29).
 *
 * @param allowedAddresses addresses that are allowed in spite of their kind
 * @param allowedPorts ports below 1024 of trackers and web servers that are allowed besides 80 and
 *     443
 * @param operatorsTrackers trackers that the operator has named, which are not checked
 * @param tlsOnly whether peers must take TLS
 */
public record OutgoingRules(
    List<Network> allowedAddresses,
    Set<Integer> allowedPorts,
    Set<HostAndPort> operatorsTrackers,
    boolean tlsOnly) {
  /** The beginning of the settings' names. */
  private static final String SETTINGS = "torrentinno.agent.allow-";

  private static final int FIRST_FREE_PORT = 1024;
  private static final Set<Integer> WEB_PORTS = Set.of(80, 443);

  public OutgoingRules {
    allowedAddresses = List.copyOf(allowedAddresses);
    allowedPorts = Set.copyOf(allowedPorts);
    operatorsTrackers = Set.copyOf(operatorsTrackers);
  }

  /** The rules of an agent without settings for outgoing connections. */
  public static OutgoingRules strict() {
    return new OutgoingRules(List.of(), Set.of(), Set.of(), false);
  }

  /** The same rules, with a tracker that the operator has named. */
  public OutgoingRules trusting(HostAndPort tracker) {
    return new OutgoingRules(allowedAddresses, allowedPorts, Set.of(tracker), tlsOnly);
  }

  /** The same rules; peers must take TLS if {@code required}. */
  public OutgoingRules encrypting(boolean required) {
    return new OutgoingRules(allowedAddresses, allowedPorts, operatorsTrackers, required);
  }

  /**
   * The reason why no connection to a peer with this id may be opened; null when one may be opened.
   */
  @Nullable Refusal ofPeer(PeerId peer) {
    return !tlsOnly || peer.takesTls()
        ? null
        : new Refusal(
            Refusal.Reason.PLAINTEXT, "a peer takes no TLS, and this agent requires encryption");
  }

  /** Whether the operator has named this tracker. */
  boolean isOperators(String host, int port) {
    return operatorsTrackers.stream()
        .anyMatch(it -> it.port() == port && it.host().equalsIgnoreCase(host));
  }

  /** Why no connection is opened to an address; null when it may be. */
  @Nullable Refusal ofAddress(InetAddress address) {
    return ofAddress(address, false);
  }

  /**
   * Why no connection is opened to an address that another machine has named; null when it may be.
   *
   * @param fromHere whether the one that has named it is on this machine, and may name others here
   */
  @Nullable Refusal ofAddress(InetAddress address, boolean fromHere) {
    List<InetAddress> forms = AddressForms.of(address);
    if (forms.stream().anyMatch(this::isAllowed)) {
      return null;
    }
    for (InetAddress form : forms) {
      AddressKind kind = AddressKind.of(form);
      if (kind != AddressKind.GENERAL && !(fromHere && kind == AddressKind.LOOPBACK)) {
        return new Refusal(reason(kind), text(address, form, kind));
      }
    }
    return null;
  }

  /** Why no connection is opened to a port of a tracker or a web server; null when it may be. */
  @Nullable Refusal ofPort(int port) {
    if (port >= FIRST_FREE_PORT || WEB_PORTS.contains(port) || allowedPorts.contains(port)) {
      return null;
    }
    return new Refusal(
        Refusal.Reason.PORT,
        "port %d is below %d and neither 80 nor 443; %sports=%d allows it"
            .formatted(port, FIRST_FREE_PORT, SETTINGS, port));
  }

  /**
   * Why a server is not asked for through a proxy, which looks its name up; null when it may be.
   * Addresses, and names of this machine, are known without a look-up.
   */
  @Nullable Refusal ofName(String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return ofAddress(literal);
    }
    String name = host.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    boolean here = name.equals("localhost") || name.endsWith(".localhost");
    return here ? ofAddress(InetAddress.getLoopbackAddress()) : null;
  }

  /** The address that a text is, also in forms such as 0x7f.1; null for a name. */
  private static @Nullable InetAddress literal(String host) {
    try {
      return host.indexOf(':') >= 0
          ? InetAddress.ofLiteral(host)
          : Inet4Address.ofPosixLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether a peer, tracker or server with this address is on this machine. */
  static boolean isHere(@Nullable InetAddress address) {
    return address != null
        && AddressForms.of(address).stream()
            .anyMatch(form -> AddressKind.of(form) == AddressKind.LOOPBACK);
  }

  private boolean isAllowed(InetAddress address) {
    return allowedAddresses.stream().anyMatch(network -> network.contains(address));
  }

  private static Refusal.Reason reason(AddressKind kind) {
    return switch (kind) {
      case LOOPBACK -> Refusal.Reason.LOOPBACK;
      case LINK_LOCAL -> Refusal.Reason.LINK_LOCAL;
      case METADATA -> Refusal.Reason.METADATA;
      case UNUSABLE, GENERAL -> Refusal.Reason.UNUSABLE;
    };
  }

  private static String text(InetAddress address, InetAddress form, AddressKind kind) {
    String shown = withoutZone(address);
    String inside = form.equals(address) ? "" : " (" + withoutZone(form) + ")";
    String setting =
        kind == AddressKind.UNUSABLE
            ? ""
            : "; %saddresses=%s allows it".formatted(SETTINGS, withoutZone(form));
    return shown + inside + " is " + kind.words() + setting;
  }

  private static String withoutZone(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}

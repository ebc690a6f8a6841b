package io.torrentinno.tracker.udp;

import io.netty.buffer.ByteBuf;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.gateway.AnnounceEndpoint;
import io.torrentinno.tracker.gateway.AnnounceEvents;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.AnnounceOutcome;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads announces and answers them. */
final class AnnounceService {
  /** The port of a peer that is not listed. */
  private static final int NO_PORT = 1;

  private final AnnounceGateway gateway;

  AnnounceService(AnnounceGateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Answers an announce, now or later.
   *
   * @param packet not kept
   * @throws UdpFault when a field is wrong, or the packet is too short
   */
  void serve(Caller caller, ByteBuf packet, AnnounceForm form) throws UdpFault {
    long began = System.nanoTime();
    AnnounceEvent event;
    Announce announce;
    try {
      form.requireWhole(packet);
      requireAccess(packet, form);
      event = form.event(packet);
      announce = read(caller, packet, form, event);
    } catch (UdpFault e) {
      gateway
          .metrics()
          .record(AnnounceEndpoint.UDP, AnnounceEvent.NONE, AnnounceOutcome.INVALID, began);
      throw e;
    }
    caller.await(
        gateway.announce(announce),
        (answer, failure) -> {
          reply(caller, form, answer, failure);
          gateway.count(AnnounceEndpoint.UDP, event, answer, failure, began);
        });
  }

  private void requireAccess(ByteBuf packet, AnnounceForm form) throws UdpFault {
    if (!gateway.access().isOpen()) {
      String token = Options.token(packet, form.length());
      switch (gateway.access().check(AnnounceEndpoint.UDP, token)) {
        case ALLOWED -> {}
        case UNAUTHORIZED -> throw new UdpFault("the path of the URL has no valid token");
        case FORBIDDEN -> throw new UdpFault("the token lacks the scope announce");
      }
    }
  }

  private Announce read(Caller caller, ByteBuf packet, AnnounceForm form, AnnounceEvent event)
      throws UdpFault {
    int port = form.port(packet);
    // BEP 15: the field is for IPv4, and has no meaning where the caller has an IPv6 address.
    boolean states = form == AnnounceForm.TORRENTINNO || !caller.isIpv6();
    InetAddress stated = states ? form.stated(packet) : null;
    InetAddress address = gateway.addresses().choose(AnnounceEndpoint.UDP, stated, caller.ip());
    if (address == null) {
      throw new UdpFault("the address is not the address of the caller");
    }
    Zone zone = Options.zone(packet, form.length());
    SwarmPeer peer =
        new SwarmPeer(
            new PeerId(form.peerId(packet)),
            new PeerAddress(address, port == 0 ? NO_PORT : port),
            AnnounceEvents.isSeeder(event, form.left(packet)),
            zone);
    return new Announce(
        new InfoHash(form.infoHash(packet)),
        peer,
        AnnounceEvents.kind(event, port),
        want(caller, packet, form),
        Proof.of(caller.ip()).withKey(form.keyOf(packet)));
  }

  private static PeerRequest want(Caller caller, ByteBuf packet, AnnounceForm form) {
    return switch (form) {
      case TORRENTINNO ->
          new PeerRequest(form.wanted(packet), AddressFamilies.BOTH, /* ids= */ true);
      case BITTORRENT ->
          new PeerRequest(
              form.wanted(packet),
              caller.isIpv6() ? AddressFamilies.IPV6 : AddressFamilies.IPV4,
              /* ids= */ false);
    };
  }

  private static void reply(
      Caller caller, AnnounceForm form, @Nullable Answer answer, @Nullable Throwable failure) {
    if (answer == null) {
      caller.refuse(Objects.requireNonNull(failure));
      return;
    }
    caller.send(
        switch (form) {
          case TORRENTINNO -> Answers.announce32(caller.buffers(), caller.transaction(), answer);
          case BITTORRENT ->
              Answers.announce(caller.buffers(), caller.transaction(), answer, caller.isIpv6());
        });
  }
}

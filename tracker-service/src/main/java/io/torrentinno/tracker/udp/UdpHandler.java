package io.torrentinno.tracker.udp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.AnnounceEndpoint;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.AnnounceMetrics;
import io.torrentinno.tracker.udp.UdpMetrics.Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Distributes requests, and answers connects. All other requests need a valid connection id, which
 * proves that the caller receives what is sent to its address; without it an answer is at most
 * three times as long as the request. Answers that are ready are sent together, when all packets
 * that have arrived are read.
 */
@Sharable
final class UdpHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(UdpHandler.class);
  private static final String TOO_MANY = "Too many requests come from this address";
  private static final String NOT_CONNECTED = "Connection id is not valid";

  private final ConnectionIds ids;
  private final AddressRates rates;
  private final AnnounceService announces;
  private final ScrapeService scrapes;
  private final AnnounceMetrics counts;
  private final UdpMetrics metrics;

  UdpHandler(AnnounceGateway gateway, ConnectionIds ids, UdpMetrics metrics) {
    this.ids = ids;
    this.rates = gateway.rates();
    this.announces = new AnnounceService(gateway);
    this.scrapes = new ScrapeService(gateway);
    this.counts = gateway.metrics();
    this.metrics = metrics;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    try {
      serve(ctx, packet.content(), packet.sender());
    } finally {
      packet.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  /** Answers one packet. */
  private void serve(ChannelHandlerContext ctx, ByteBuf packet, InetSocketAddress sender) {
    if (packet.readableBytes() < Actions.HEADER_BYTES) {
      metrics.count(Packet.MALFORMED);
      return;
    }
    if (packet.readableBytes() >= UdpEndpoint.LONGEST_PACKET) {
      counts.countOversized(AnnounceEndpoint.UDP);
    }
    long id = packet.getLong(0);
    int action = packet.getInt(8);
    Caller caller = new Caller(ctx, sender, packet.getInt(12));
    if (id == Actions.PROTOCOL && action == Actions.CONNECT) {
      connect(caller, packet);
    } else if (!ids.isValid(id, sender.getAddress())) {
      metrics.count(Packet.UNPROVEN);
      caller.refuse(NOT_CONNECTED);
    } else if (!rates.admits(AnnounceEndpoint.UDP, sender.getAddress())) {
      metrics.count(Packet.THROTTLED);
      caller.refuse(TOO_MANY);
    } else {
      serve(caller, action, packet);
    }
  }

  private void connect(Caller caller, ByteBuf packet) {
    metrics.count(Packet.CONNECT);
    boolean torrentInno = packet.readableBytes() >= 20 && packet.getInt(16) == Actions.TORRENTINNO;
    caller.send(
        Answers.connect(caller.buffers(), caller.transaction(), ids.of(caller.ip()), torrentInno));
  }

  private void serve(Caller caller, int action, ByteBuf packet) {
    try {
      switch (action) {
        case Actions.ANNOUNCE -> announce(caller, packet, AnnounceForm.BITTORRENT);
        case Actions.ANNOUNCE_32 -> announce(caller, packet, AnnounceForm.TORRENTINNO);
        case Actions.SCRAPE -> scrape(caller, packet, AnnounceForm.BITTORRENT);
        case Actions.SCRAPE_32 -> scrape(caller, packet, AnnounceForm.TORRENTINNO);
        default -> throw new UdpFault("no such action");
      }
    } catch (UdpFault e) {
      metrics.count(Packet.MALFORMED);
      caller.refuse(e.getMessage());
    }
  }

  private void announce(Caller caller, ByteBuf packet, AnnounceForm form) throws UdpFault {
    announces.serve(caller, packet, form);
    metrics.count(Packet.ANNOUNCE);
  }

  private void scrape(Caller caller, ByteBuf packet, AnnounceForm form) throws UdpFault {
    scrapes.serve(caller, packet, form);
    metrics.count(Packet.SCRAPE);
  }

  /** An answer cannot be sent, for example, when a packet states port 0 as its sender's. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("An answer could not be sent: {}", cause.toString());
    } else {
      LOG.error("A packet could not be served", cause);
    }
  }
}

package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.net.pacing.RateLimiter;
import io.torrentinno.agent.net.pacing.TransferLimits;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.HintMessage;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.ProofMessage;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A resource with half of its pieces, for one connection: a real session whose commands are carried
 * out. Of what comes in, pieces with even numbers are good.
 */
final class FuzzedSwarm implements Swarm, ConnectionListener {
  private static final ConnectionId ONLY = new ConnectionId(1);

  private final EventLoop loop;
  private final OpenFile file;
  private final InfoHash infoHash;
  private final TransferLimits limits;
  private final TorrentSession session;
  private final Queue<SessionEvent> events = new ArrayDeque<>();
  private @Nullable PeerConnection connection;
  private @Nullable BlockRange accepted;
  private @Nullable RuntimeException fault;
  private boolean busy;
  private long now;

  /** A swarm of the resource that has the first half of its pieces. */
  FuzzedSwarm(EventLoop loop, OpenFile file, InfoHash infoHash, HashBook hashes) {
    this.loop = loop;
    this.file = file;
    this.infoHash = infoHash;
    RateLimiter unlimited = new RateLimiter(() -> now, _ -> {});
    limits = new TransferLimits(unlimited.resource(), unlimited.resource());
    Bitfield half = new Bitfield(StrangerScript.PIECES);
    for (int piece = 0; piece < StrangerScript.PIECES / 2; piece++) {
      half.set(piece);
    }
    session =
        new TorrentSession(
            SessionSettings.of(
                Conversation.SELF, Conversation.hello(), 1, SessionSettings.Sharing.DEFAULT),
            new SessionContent(layout(), half, hashes),
            new Random(1),
            now);
  }

  /** Throws what the session or a handler threw, which would be the program's fault. */
  void rethrow() {
    if (fault != null) {
      throw fault;
    }
  }

  @Override
  public InfoHash infoHash() {
    return infoHash;
  }

  @Override
  public long features() {
    return Conversation.hello().features();
  }

  @Override
  public PieceLayout layout() {
    int[] sizes = new int[StrangerScript.PIECES];
    Arrays.fill(sizes, StrangerScript.PIECE);
    return new PieceLayout(sizes);
  }

  @Override
  public TransferLimits limits() {
    return limits;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public ConnectionListener connected(PeerConnection made) {
    connection = made;
    on(
        new SessionEvent.Connected(
            ONLY, made.peer(), InetAddress.getLoopbackAddress(), made.isOutgoing()));
    return this;
  }

  @Override
  public void received(PeerMessage message) {
    on(new SessionEvent.Received(ONLY, message));
  }

  @Override
  public boolean blockBegins(BlockRange range) {
    accepted = null;
    on(new SessionEvent.BlockBegins(ONLY, range));
    return accepted != null;
  }

  @Override
  public void blockBytes(BlockRange range, int offset, ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void blockEnds(BlockRange range) {
    on(new SessionEvent.BlockArrived(ONLY, range));
  }

  @Override
  public void blockServed(BlockRange range) {
    on(new SessionEvent.BlockServed(ONLY, range));
  }

  @Override
  public void blockUnsent(BlockRange range) {}

  @Override
  public void unread() {
    on(new SessionEvent.Unread(ONLY));
  }

  @Override
  public void violated() {
    on(new SessionEvent.Violated(ONLY));
  }

  @Override
  public void closed() {
    on(new SessionEvent.Disconnected(ONLY));
  }

  private void on(SessionEvent event) {
    events.add(event);
    if (busy) {
      return;
    }
    busy = true;
    try {
      for (SessionEvent next = events.poll(); next != null; next = events.poll()) {
        now += 1_000_000;
        List.copyOf(session.on(next, now)).forEach(this::execute);
      }
    } catch (RuntimeException thrown) {
      fault = thrown;
    } finally {
      busy = false;
    }
  }

  private void execute(SessionCommand command) {
    PeerConnection peer = connection;
    if (peer == null) {
      return;
    }
    switch (command) {
      case SessionCommand.Connect(var id, _) -> events.add(new SessionEvent.ConnectFailed(id));
      case SessionCommand.Call(var address) ->
          events.add(new SessionEvent.AddressSilent(address, null));
      case SessionCommand.Disconnect _ -> peer.close();
      case SessionCommand.Send(_, PeerMessage message) -> peer.send(message);
      case SessionCommand.Serve(_, BlockRange range) -> peer.serve(range, file.retain(), 0);
      case SessionCommand.SendManifest(_, int begin, int length) ->
          peer.send(PeerMessage.ManifestPart.none(new PeerMessage.ManifestRequest(begin, length)));
      case SessionCommand.CopyUnits(int piece, BitSet units) ->
          events.add(new SessionEvent.UnitsCopied(piece, units));
      case SessionCommand.SendHints(_, int begin, _) ->
          peer.send(new HintMessage.HintsPart(0, begin, Bytes.copyOf()));
      case SessionCommand.SendSignatures _ -> peer.send(new ProofMessage.Signatures(List.of()));
      case SessionCommand.DropHints _ -> {}
      case SessionCommand.TakeHints _ -> events.add(new SessionEvent.HintsRead(false));
      case SessionCommand.AcceptBlock(_, BlockRange range) -> accepted = range;
      case SessionCommand.VerifyPiece(int piece) ->
          events.add(
              piece % 2 == 0
                  ? new SessionEvent.PieceVerified(piece)
                  : new SessionEvent.PieceCorrupt(piece, true));
      case SessionCommand.MakeZeros(int piece) -> events.add(new SessionEvent.PieceVerified(piece));
      case SessionCommand.LookOn() -> events.add(new SessionEvent.LookedOn());
      case SessionCommand.Completed() -> {}
      case SessionCommand.SeekPeers() -> {}
    }
  }
}

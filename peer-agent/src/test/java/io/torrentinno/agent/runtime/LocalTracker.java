package io.torrentinno.agent.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceReader;
import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.AnnounceWriter;
import io.torrentinno.protocol.announce.AnnouncedPeer;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.announce.batch.BatchReader;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.announce.batch.BatchResponse;
import io.torrentinno.protocol.announce.batch.BatchWriter;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tracker of a few lines, which forgets nobody who does not leave. */
public final class LocalTracker implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final HttpServer server;
  private final Map<InfoHash, Map<PeerId, AnnouncedPeer>> swarms = new LinkedHashMap<>();

  private volatile @Nullable String unlisted;

  public LocalTracker() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/peers", this::answer);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public synchronized List<AnnouncedPeer> peers(InfoHash infoHash) {
    return List.copyOf(swarms.getOrDefault(infoHash, Map.of()).values());
  }

  /** Lists nobody from now on who announces in a batch, for this reason; null ends that. */
  public void refuseToList(@Nullable String reason) {
    unlisted = reason;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      byte[] answer =
          exchange.getRequestURI().getPath().equals("/peers") ? single(body) : batch(body);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (AnnounceException e) {
      throw new AssertionError("an agent said: " + e.getMessage(), e);
    }
  }

  private byte[] single(byte[] body) throws AnnounceException {
    AnnounceRequest request = AnnounceReader.readRequest(body);
    List<AnnouncedPeer> others = list(request);
    return AnnounceWriter.write(
        new AnnounceResponse(request.infoHash(), others, INTERVAL, size(request)));
  }

  private byte[] batch(byte[] body) throws AnnounceException {
    BatchRequest batch = BatchReader.readRequest(body);
    List<BatchResponse.Result> results =
        batch.entries().stream().map(batch::announce).map(this::result).toList();
    return BatchWriter.write(new BatchResponse(INTERVAL, results));
  }

  private BatchResponse.Result result(AnnounceRequest request) {
    List<BatchResponse.Peer> others =
        list(request).stream()
            .map(peer -> new BatchResponse.Peer(peer.peerId(), peer.address()))
            .toList();
    return new BatchResponse.Result(unlisted, size(request), others);
  }

  /** Counts all peers as seeders. */
  private SwarmSize size(AnnounceRequest request) {
    return new SwarmSize(peers(request.infoHash()).size(), 0);
  }

  /** The others. */
  private List<AnnouncedPeer> list(AnnounceRequest request) {
    Map<PeerId, AnnouncedPeer> swarm =
        swarms.computeIfAbsent(request.infoHash(), _ -> new LinkedHashMap<>());
    swarm.remove(request.peerId());
    List<AnnouncedPeer> others = List.copyOf(swarm.values());
    if (request.event() != AnnounceEvent.STOPPED && unlisted == null) {
      swarm.put(request.peerId(), request.peer());
    }
    return others;
  }
}

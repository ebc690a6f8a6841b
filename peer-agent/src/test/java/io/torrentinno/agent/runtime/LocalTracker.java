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
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tracker of a few lines, which forgets nobody who does not leave. */
public final class LocalTracker implements AutoCloseable {
  private final HttpServer server;
  private final Map<InfoHash, Map<PeerId, AnnouncedPeer>> swarms = new LinkedHashMap<>();

  public LocalTracker() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/peers", this::answer);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  synchronized List<AnnouncedPeer> peers(InfoHash infoHash) {
    return List.copyOf(swarms.getOrDefault(infoHash, Map.of()).values());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      AnnounceRequest request =
          AnnounceReader.readRequest(exchange.getRequestBody().readAllBytes());
      Map<PeerId, AnnouncedPeer> swarm =
          swarms.computeIfAbsent(request.infoHash(), _ -> new LinkedHashMap<>());
      swarm.remove(request.peerId());
      List<AnnouncedPeer> others = List.copyOf(swarm.values());
      if (request.event() != AnnounceEvent.STOPPED) {
        swarm.put(request.peerId(), request.peer());
      }
      byte[] body =
          AnnounceWriter.write(
              new AnnounceResponse(request.infoHash(), others, Duration.ofSeconds(1), null));
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (AnnounceException e) {
      exchange.sendResponseHeaders(400, -1);
    }
  }
}

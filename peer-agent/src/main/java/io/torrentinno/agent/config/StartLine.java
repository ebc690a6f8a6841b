package io.torrentinno.agent.config;

import io.torrentinno.agent.runtime.TorrentAgent;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs one line with the agent's addresses, once they can be reached. */
@Component
final class StartLine {
  private static final Logger log = LoggerFactory.getLogger("io.torrentinno.agent");
  private static final int ID_PREFIX = 24;

  private final AgentSettings settings;
  private final TorrentAgent agent;
  private final ServerProperties server;

  StartLine(AgentSettings settings, TorrentAgent agent, ServerProperties server) {
    this.settings = settings;
    this.agent = agent;
    this.server = server;
  }

  @EventListener
  void started(WebServerInitializedEvent event) {
    String scheme = Ssl.isEnabled(server.getSsl()) ? "https" : "http";
    String rest = scheme + "://" + host() + ":" + event.getWebServer().getPort();
    log.info(
        "Agent {}… is up: {}, peers on port {}, data in {}",
        agent.services().peerId().toString().substring(0, ID_PREFIX),
        rest,
        agent.services().listenPort(),
        settings.dataDir().toAbsolutePath().normalize());
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!encoding.equals("UTF-8")) {
      log.warn(
          "File names can only have characters of {}, because the locale is not set or"
              + " not installed. Set LC_ALL=C.UTF-8 in the environment.",
          encoding);
    }
  }

  private String host() {
    InetAddress address = server.getAddress();
    if (address == null || address.isAnyLocalAddress()) {
      return "localhost";
    }
    String literal = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + literal + "]" : literal;
  }
}

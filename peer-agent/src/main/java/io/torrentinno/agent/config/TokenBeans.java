package io.torrentinno.agent.config;

import io.torrentinno.agent.security.SecuritySettings;
import io.torrentinno.protocol.token.LiveTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the tokens, and refuses a start in which strangers could command the agent. */
@Configuration(proxyBeanMethods = false)
class TokenBeans {
  private static final Logger log = LoggerFactory.getLogger("io.torrentinno.agent");

  @Bean
  LiveTokens tokens(
      AgentSettings agent,
      SecuritySettings settings,
      @Value("${server.address:#{null}}") @Nullable InetAddress address) {
    if (Files.isRegularFile(agent.dataDir())) {
      throw new StartFailed(
          "The data folder can't be used: " + agent.dataDir() + " is a file",
          "Choose another torrentinno.agent.data-dir.");
    }
    Path file = settings.tokensFile(agent.dataDir());
    LiveTokens tokens = read(file);
    boolean reachable = address == null || !address.isLoopbackAddress();
    if (reachable && tokens.current().isEmpty() && !settings.allowWithoutToken()) {
      throw new StartFailed(
          "Other machines could control this agent, because server.address is "
              + (address == null ? "every interface" : address.getHostAddress())
              + " and there is no token in "
              + file
              + ".",
          "Make a token (torrentinno token create --scope operate --file "
              + file
              + "), or set torrentinno.agent.allow-without-token=true if strangers can't reach it.");
    }
    return tokens;
  }

  private static LiveTokens read(Path file) {
    try {
      return new LiveTokens(file, System::nanoTime, log::error);
    } catch (IOException e) {
      throw new StartFailed(
          "The token file " + file + " can't be read: " + e.getMessage(),
          "Correct it, or choose another torrentinno.agent.tokens-file.",
          e);
    }
  }
}

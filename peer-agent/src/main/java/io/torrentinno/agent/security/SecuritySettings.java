package io.torrentinno.agent.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the tokens with which callers use the REST API and the page.
 *
 * @param tokensFile file with the hashes of the tokens that callers need; {@code torrentinno token}
 *     changes the file, and the agent reads a changed file again. Without this setting, the file is
 *     {@code .torrentinno/tokens} in the data folder. While there is no token, the agent serves
 *     callers on its own machine only
 * @param allowWithoutToken whether the agent also serves callers on other machines while there is
 *     no token. Without this, an agent with a {@code server.address} that is not loopback does not
 *     start before it has a token. Set it to {@code true} only where something else keeps strangers
 *     away, such as a container whose port is published on 127.0.0.1
 */
@ConfigurationProperties("torrentinno.agent")
public record SecuritySettings(
    @Nullable Path tokensFile, @DefaultValue("false") boolean allowWithoutToken) {
  /** The token file of an agent with this data folder. */
  public Path tokensFile(Path dataDir) {
    return tokensFile == null ? dataDir.resolve(".torrentinno").resolve("tokens") : tokensFile;
  }
}

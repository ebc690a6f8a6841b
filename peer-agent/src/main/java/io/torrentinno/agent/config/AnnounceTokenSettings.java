package io.torrentinno.agent.config;

import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The token for trackers that serve only agents with the scope {@code announce}.
 *
 * @param announceTokenFile file with the token that the agent sends to {@code
 *     torrentinno.agent.tracker}, and to no other tracker. The agent reads the file again when it
 *     changes
 * @param announceTokenInClear whether the token may cross a network over {@code http}, where others
 *     can read it. Without this, an agent with a token does not start when its tracker is on
 *     another machine and has no {@code https}
 */
@ConfigurationProperties("torrentinno.agent")
record AnnounceTokenSettings(
    @Nullable Path announceTokenFile, @DefaultValue("false") boolean announceTokenInClear) {
  /** The token of now; none when there is no file. */
  Supplier<@Nullable String> tokenFor(TrackerAddress tracker) {
    return announceTokenFile == null
        ? () -> null
        : new AnnounceToken(announceTokenFile, tracker, announceTokenInClear);
  }
}

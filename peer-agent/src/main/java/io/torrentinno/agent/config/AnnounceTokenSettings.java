package io.torrentinno.agent.config;

import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the token that the agent sends to its tracker. A tracker may demand a token with the
 * scope {@code announce}.
 *
 * @param announceTokenFile file with the token that the agent sends to {@code
 *     torrentinno.agent.tracker}, and to no other tracker. The agent reads the file again within 10
 *     seconds of a change
 * @param announceTokenInClear whether the token may cross a network over {@code http}, where others
 *     can read it. Without this, an agent with a token does not start when its tracker is on
 *     another machine and has no {@code https}
 */
@ConfigurationProperties("torrentinno.agent")
record AnnounceTokenSettings(
    @Nullable Path announceTokenFile, @DefaultValue("false") boolean announceTokenInClear) {
  /** Gives the present token for this tracker; null when none is to be sent. */
  Supplier<@Nullable String> tokenFor(TrackerAddress tracker) {
    return announceTokenFile == null
        ? () -> null
        : new AnnounceToken(announceTokenFile, tracker, announceTokenInClear);
  }
}

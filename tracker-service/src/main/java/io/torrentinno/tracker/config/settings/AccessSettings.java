package io.torrentinno.tracker.config.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The callers that may use the tracker.
 *
 * @param tokensFile file with the hashes of bearer tokens, which {@code ./torrentinno token create}
 *     makes. The tracker reads the file again within a second of a change. When there are tokens,
 *     callers of the page, the table of peers, the REST API and the metrics need a token with the
 *     scope {@code read}. While there are no tokens, only callers on this machine are served
 * @param announceAccess the clients that may announce and scrape. {@code open}: all clients. {@code
 *     token}: clients with a token that has the scope {@code announce}; clients of the first
 *     release (TI/1) are refused
 */
@Validated
@ConfigurationProperties("torrentinno.tracker")
public record AccessSettings(
    @Nullable Path tokensFile, @DefaultValue("open") AnnounceAccess announceAccess) {
  /** The clients that may announce and scrape. */
  public enum AnnounceAccess {
    OPEN,
    TOKEN
  }
}

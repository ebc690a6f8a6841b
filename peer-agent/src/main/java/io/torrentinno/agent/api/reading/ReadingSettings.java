package io.torrentinno.agent.api.reading;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code torrentinno.agent.api.reading.*}: files that are read over HTTP.
 *
 * @param maxWait maximum time that a reader waits for a piece that is not verified yet
 * @param readers maximum number of files that are read at a time; never more than a quarter of
 *     {@code server.tomcat.max-connections}
 */
@Validated
@ConfigurationProperties("torrentinno.agent.api.reading")
public record ReadingSettings(
    @DefaultValue("60s") Duration maxWait, @DefaultValue("256") @Min(1) int readers) {}

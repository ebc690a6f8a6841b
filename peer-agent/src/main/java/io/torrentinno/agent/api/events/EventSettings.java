package io.torrentinno.agent.api.events;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code torrentinno.agent.api.events.*}: the stream of events.
 *
 * @param keepAlive when no event was sent for this time, the agent sends a comment. It must be
 *     shorter than the time limit of a proxy
 * @param listeners maximum number of streams of events that are open at a time; never more than a
 *     quarter of {@code server.tomcat.max-connections}
 */
@Validated
@ConfigurationProperties("torrentinno.agent.api.events")
public record EventSettings(
    @DefaultValue("15s") Duration keepAlive, @DefaultValue("256") @Min(1) int listeners) {}

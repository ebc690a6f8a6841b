package io.torrentinno.agent.api.bodies;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings {@code torrentinno.agent.api.bodies.*}: what the bodies of all requests may cost
 * together.
 *
 * @param small maximum number of bodies of up to 64 KiB that are read at a time
 * @param manifests maximum number of manifests, and batches of manifests, that are received at a
 *     time
 * @param uploads maximum number of files that are received at a time
 * @param maxWait maximum time that a request waits for its turn and for memory. Then the request is
 *     refused
 * @param grace maximum time in which a client sends the request line and the headers. For a body,
 *     this time is added to the time that {@code min-rate} allows
 * @param minRate minimum number of bytes of a body that a client sends in a second. While another
 *     request waits for its turn, the minimum is 64 times as high
 */
@ConfigurationProperties("torrentinno.agent.api.bodies")
public record BodySettings(
    @DefaultValue("128") int small,
    @DefaultValue("64") int manifests,
    @DefaultValue("64") int uploads,
    @DefaultValue("5s") Duration maxWait,
    @DefaultValue("20s") Duration grace,
    @DefaultValue("1KB") DataSize minRate) {}

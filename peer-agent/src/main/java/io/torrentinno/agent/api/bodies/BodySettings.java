package io.torrentinno.agent.api.bodies;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings {@code torrentinno.agent.api.bodies.*}: what the bodies of all requests may cost
 * together.
 *
 * @param small most bodies of up to 64 KiB that are read at a time
 * @param manifests most manifests, and batches of manifests, that are received at a time
 * @param uploads most files that are received at a time
 * @param maxWait longest time that a request waits for its turn and for memory. Then it is refused
 * @param grace longest time in which a client must send the head of a request. For a body, this is
 *     added to the time that {@code min-rate} allows
 * @param minRate fewest bytes of a body that a client must send in a second. While another request
 *     waits for its turn, it is 64 times as much
 */
@ConfigurationProperties("torrentinno.agent.api.bodies")
public record BodySettings(
    @DefaultValue("128") int small,
    @DefaultValue("64") int manifests,
    @DefaultValue("64") int uploads,
    @DefaultValue("5s") Duration maxWait,
    @DefaultValue("20s") Duration grace,
    @DefaultValue("1KB") DataSize minRate) {}

package io.torrentinno.agent.config;

import io.torrentinno.agent.engine.ChokingPolicy;
import io.torrentinno.protocol.model.TrackerAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of an agent, {@code torrentinno.agent.*}; {@code server.port} and {@code server.address}
 * say where the REST interface listens.
 *
 * @param dataDir where files are downloaded to and state is kept; made where it is missing
 * @param shareDirs folders, besides the data folder, whose files may be shared by path
 * @param listenAddress IP literal that peers connect to; {@code 0.0.0.0} for every interface
 * @param listenPort port that peers connect to; 0 for any free one
 * @param publicAddress IP literal told to the tracker; when absent, the local address of the route
 *     to the tracker
 * @param tracker {@code host:port} or {@code http://host:port}, written into the manifests that are
 *     made here
 * @param maxConnections peers connected at once for one resource
 * @param writeQueue bytes received and not yet written at which receiving pauses
 * @param limits how fast all resources together may send and receive
 * @param choking whom it serves when more peers want something than there are slots
 * @param uploadSlots how many TI/2 peers of a resource it serves at a time; 0 for as many as make
 *     uploads faster
 * @param superSeeding whether a seeder hands every piece out once before it hands out any twice,
 *     which a tit-for-tat agent never does
 */
@Validated
@ConfigurationProperties("torrentinno.agent")
public record AgentSettings(
    @DefaultValue("torrentinno-data") @NotNull Path dataDir,
    @DefaultValue List<Path> shareDirs,
    @DefaultValue("0.0.0.0") InetAddress listenAddress,
    @DefaultValue("6881") @Min(0) @Max(65535) int listenPort,
    @Nullable InetAddress publicAddress,
    @DefaultValue("127.0.0.1:8080") TrackerAddress tracker,
    @DefaultValue("200") @Min(1) @Max(10_000) int maxConnections,
    @DefaultValue("16MB") DataSize writeQueue,
    @DefaultValue LimitSettings limits,
    @DefaultValue("cooperative") ChokingPolicy choking,
    @DefaultValue("0") @Min(0) @Max(10_000) int uploadSlots,
    @DefaultValue("true") boolean superSeeding) {
  public AgentSettings {
    shareDirs = List.copyOf(shareDirs);
  }
}

package io.torrentinno.agent.config;

import io.torrentinno.agent.engine.model.ChokingPolicy;
import io.torrentinno.protocol.model.TrackerAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The settings {@code torrentinno.agent.*}. {@code server.port} and {@code server.address} say
 * where the REST API listens.
 *
 * @param dataDir folder for downloads; the agent's own state is in {@code .torrentinno} in it. Made
 *     when it is missing
 * @param shareDirs more folders whose files may be shared by path, besides the data folder
 * @param downloadDirs more folders that downloads may be written to, with {@code add --to FOLDER},
 *     besides the data folder. Their files may be shared by path, too. No two agents may write to
 *     one of them
 * @param listenAddress IP address that peers connect to; {@code 0.0.0.0} is every network interface
 * @param listenPort TCP port that peers connect to; 0 is any free one
 * @param publicAddress IP address of this agent that the tracker gives to other peers. Without this
 *     setting, it is the local address from which the agent reaches the tracker
 * @param tracker {@code host:port}, {@code http://host:port} or {@code https://host:port} of the
 *     tracker. Host and port are written into the manifests that the agent makes, so other agents
 *     must be able to reach the tracker at this address. A manifest of version 1 cannot say {@code
 *     https}, so set {@code https} on every agent
 * @param trackerSslBundle SSL bundle with the certificates that the agent trusts when it calls
 *     {@code https} trackers. Without this setting, the agent trusts the certificates that the JVM
 *     trusts
 * @param manifestVersion {@code 2} or {@code 1}: the version of the manifests that the agent makes
 *     of files. Set it to 1 where clients of the first release take part: they can read only
 *     version 1. {@code torrentinno share --v1} chooses it for one file. A folder always has
 *     version 2
 * @param maxConnections maximum number of connected peers of one resource; 1 to 10,000
 * @param writeQueue maximum number of bytes that were received and wait for the disk. Beyond this
 *     size, the agent stops receiving until the disk has caught up
 * @param limits how fast all resources together may send and receive
 * @param choking which peers are served when more peers ask than there are upload slots. {@code
 *     cooperative}: peers take turns, so that the last peer is complete as soon as possible; for
 *     machines that are all yours. {@code tit-for-tat}: the peers that give most are served first;
 *     for strangers
 * @param uploadSlots maximum number of TI/2 peers of one resource that are served at a time; up to
 *     10,000. With 0, the agent finds the number with which uploads are fastest
 * @param superSeeding whether a seeder sends each piece once before it sends any piece twice. Has
 *     no effect with {@code tit-for-tat}
 * @param reuse whether bytes that another resource of this agent has already are copied rather than
 *     fetched. With {@code false}, everything is fetched; the agent still makes copy hints for
 *     others
 * @param hardLinks whether a new download gets whole files of finished downloads as hard links
 *     rather than as copies, where the executable bit is the same and both are on one file system.
 *     Such a file takes its disk space only once. But both downloads have the same file: a change
 *     in one of them is also a change in the other, and the agent then stops serving both. Use this
 *     setting only where nobody edits downloads in place. Files that are shared and not downloaded
 *     are never linked. Has no effect without {@code reuse}
 */
@Validated
@ConfigurationProperties("torrentinno.agent")
public record AgentSettings(
    @DefaultValue("torrentinno-data") @NotNull Path dataDir,
    @DefaultValue List<Path> shareDirs,
    @DefaultValue List<Path> downloadDirs,
    @DefaultValue("0.0.0.0") InetAddress listenAddress,
    @DefaultValue("6881") @Min(0) @Max(65535) int listenPort,
    @Nullable InetAddress publicAddress,
    @DefaultValue("127.0.0.1:8080") TrackerAddress tracker,
    @Nullable String trackerSslBundle,
    @DefaultValue("2") @Pattern(regexp = "[12]", message = "manifest-version must be 1 or 2")
        String manifestVersion,
    @DefaultValue("200") @Min(1) @Max(10_000) int maxConnections,
    @DefaultValue("16MB") DataSize writeQueue,
    @DefaultValue @NestedConfigurationProperty LimitSettings limits,
    @DefaultValue("cooperative") ChokingPolicy choking,
    @DefaultValue("0") @Min(0) @Max(10_000) int uploadSlots,
    @DefaultValue("true") boolean superSeeding,
    @DefaultValue("true") boolean reuse,
    @DefaultValue("false") boolean hardLinks) {
  public AgentSettings {
    shareDirs = List.copyOf(shareDirs);
    downloadDirs = List.copyOf(downloadDirs);
  }
}

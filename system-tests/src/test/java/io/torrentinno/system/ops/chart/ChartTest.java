package io.torrentinno.system.ops.chart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.TokenCheck;
import io.torrentinno.protocol.token.TokenList;
import io.torrentinno.protocol.token.TokenReader;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the chart installs, and what its values change. */
final class ChartTest {
  private static final String SECRET = "site-a-torrentinno-tracker";

  @Test
  void passesHelmsOwnLint() {
    LintResult lint = new Helm(Chart.FOLDER).lint().strict().call();

    assertThat(lint.isFailed()).as(() -> String.join("\n", lint.getMessages())).isFalse();
  }

  @Test
  void installsTrackersOnOneRedisAndAnAgentPerNode() {
    Rendering chart = ChartVariant.DEFAULTS.render();

    assertThat(chart.all(Deployment.class))
        .extracting(deployment -> deployment.getMetadata().getName())
        .containsExactlyInAnyOrder("site-a-torrentinno-tracker", "site-a-torrentinno-redis");
    assertThat(chart.all(DaemonSet.class))
        .extracting(daemonSet -> daemonSet.getMetadata().getName())
        .containsExactly("site-a-torrentinno-agent");
    assertThat(chart.environmentOf("tracker"))
        .containsEntry("SPRING_DATA_REDIS_HOST", "site-a-torrentinno-redis");
    assertThat(chart.environmentOf("agent"))
        .containsEntry("TORRENTINNO_AGENT_TRACKER", "site-a-torrentinno-tracker.files.svc:8080");
  }

  @Test
  void givesEachNodeItsOwnAgentAndListsThemAllUnderOneName() {
    Rendering chart = ChartVariant.DEFAULTS.render();

    assertThat(chart.the(Service.class, "agent").getSpec().getInternalTrafficPolicy())
        .isEqualTo("Local");
    assertThat(chart.the(Service.class, "agents").getSpec().getClusterIP()).isEqualTo("None");
  }

  @Test
  void refusesSeveralTrackersWithoutRedis() {
    assertThatThrownBy(() -> Chart.render("{redis: {mode: none}, tracker: {replicas: 3}}"))
        .hasMessageContaining("tracker.replicas is 3, but redis.mode is none")
        .hasMessageContaining("Set redis.mode to builtin or external");
  }

  @Test
  void tellsTrackersOfTheirSentinels() {
    assertThat(ChartVariant.EXTERNAL_REDIS_SENTINEL.render().environmentOf("tracker"))
        .containsEntry("SPRING_DATA_REDIS_SENTINEL_MASTER", "swarms")
        .containsEntry("SPRING_DATA_REDIS_SENTINEL_NODES", "sentinel-0:26379,sentinel-1:26379")
        .doesNotContainKey("SPRING_DATA_REDIS_HOST");
  }

  @Test
  void refusesAnExternalRedisWithoutAddress() {
    assertThatThrownBy(() -> Chart.render("redis: {mode: external}"))
        .hasMessageContaining(
            "set redis.external.host or redis.external.clusterNodes or redis.external.sentinel");
  }

  @Test
  void replacesALoneMemoryTrackerInsteadOfSplittingItsSwarms() {
    Rendering chart = ChartVariant.ONE_TRACKER_WITHOUT_REDIS.render();

    assertThat(chart.all(Deployment.class))
        .singleElement()
        .extracting(tracker -> tracker.getSpec().getStrategy().getType())
        .isEqualTo("Recreate");
    assertThat(chart.environmentOf("tracker")).doesNotContainKey("SPRING_DATA_REDIS_HOST");
  }

  @Test
  void pointsTheTrackersAtAnExternalRedis() {
    Rendering chart = ChartVariant.EXTERNAL_REDIS.render();

    assertThat(chart.environmentOf("tracker"))
        .containsEntry("SPRING_DATA_REDIS_HOST", "redis.example.org")
        .containsEntry("SPRING_DATA_REDIS_PORT", "6380")
        .containsEntry("SPRING_DATA_REDIS_USERNAME", "swarm")
        .containsEntry("SPRING_DATA_REDIS_SSL_ENABLED", "true");
    assertThat(
            chart
                .variable("tracker", "SPRING_DATA_REDIS_PASSWORD")
                .getValueFrom()
                .getSecretKeyRef()
                .getName())
        .isEqualTo("redis-login");
    assertThat(chart.all(Deployment.class)).hasSize(1);
  }

  @Test
  void givesAllTrackersOneKeyForUdpConnectionIds() {
    Rendering chart = ChartVariant.DEFAULTS.render();

    String key = chart.the(Secret.class, "tracker").getData().get("udp-key");
    assertThat(new String(Base64.getDecoder().decode(key), US_ASCII)).matches("[0-9a-f]{32}");
    assertThat(udpKey(chart)).isEqualTo(new SecretKeySelector("udp-key", SECRET, null));
  }

  @Test
  void drawsTheKeyForUdpConnectionIdsAtRandom() {
    assertThat(ChartVariant.DEFAULTS.render().the(Secret.class, "tracker").getData())
        .isNotEqualTo(ChartVariant.DEFAULTS.render().the(Secret.class, "tracker").getData());
  }

  @Test
  void takesTheKeyForUdpConnectionIdsFromASecretThatIsNamed() {
    Rendering chart = Chart.render("tracker: {udpKeySecret: {name: mine, key: ids}}");

    assertThat(chart.the(Secret.class, "tracker").getData()).doesNotContainKey("udp-key");
    assertThat(udpKey(chart)).isEqualTo(new SecretKeySelector("ids", "mine", null));
  }

  @Test
  void drawsTokensForTheAgents() throws Exception {
    Rendering chart = ChartVariant.EVERYTHING_SET.render();
    Map<String, String> secret = chart.the(Secret.class, "agent").getData();

    assertTokens(secret);
    assertThat(chart.unmodelled())
        .anySatisfy(monitor ->
            assertThat(monitor.at("/spec/endpoints/0/authorization/credentials/key").asString(""))
                .isEqualTo("metrics"));
    assertThat(secret)
        .isNotEqualTo(ChartVariant.EVERYTHING_SET.render().the(Secret.class, "agent").getData());
  }

  @Test
  void takesTheTokensOfTheAgentsFromASecretThatIsNamed() {
    Rendering chart = Chart.render("agent: {tokens: {secretName: mine}}");

    assertThat(chart.all(Secret.class))
        .extracting(secret -> secret.getMetadata().getName())
        .containsExactly(SECRET);
    assertThat(chart.the(DaemonSet.class, "agent").getSpec().getTemplate().getSpec().getVolumes())
        .anySatisfy(volume -> {
          assertThat(volume.getName()).isEqualTo("tokens");
          assertThat(volume.getSecret().getSecretName()).isEqualTo("mine");
        });
  }

  private static String decoded(Map<String, String> secret, String key) {
    return new String(Base64.getDecoder().decode(secret.get(key)), US_ASCII);
  }

  private static SecretKeySelector udpKey(Rendering chart) {
    return chart
        .variable("tracker", "TORRENTINNO_TRACKER_UDP_KEY")
        .getValueFrom()
        .getSecretKeyRef();
  }

  @Test
  void namesTheNodesOfARedisCluster() {
    assertThat(ChartVariant.EXTERNAL_REDIS_CLUSTER.render().environmentOf("tracker"))
        .containsEntry("SPRING_DATA_REDIS_CLUSTER_NODES", "redis-0:6379,redis-1:6379")
        .doesNotContainKey("SPRING_DATA_REDIS_HOST");
  }

  @Test
  void announcesTheAddressThatPeersCanReach() {
    assertThat(announcedAddress(ChartVariant.DEFAULTS)).isEqualTo("status.podIP");
    assertThat(announcedAddress(ChartVariant.PEERS_BEYOND_THE_CLUSTER_BY_HOST_PORT))
        .isEqualTo("status.hostIP");
    assertThat(announcedAddress(ChartVariant.PEERS_BEYOND_THE_CLUSTER_BY_HOST_NETWORK))
        .isEqualTo("status.hostIP");
  }

  @Test
  void opensTheNodesPortOnlyWhenAsked() {
    assertThat(hostPorts(ChartVariant.DEFAULTS)).isEmpty();
    assertThat(hostPorts(ChartVariant.PEERS_BEYOND_THE_CLUSTER_BY_HOST_PORT))
        .containsExactly(16881);
  }

  @Test
  void keepsDataWhereItIsTold() {
    assertThat(dataVolume(ChartVariant.DEFAULTS).getEmptyDir()).isNotNull();
    assertThat(dataVolume(ChartVariant.EVERYTHING_SET).getEmptyDir().getSizeLimit().toString())
        .isEqualTo("20Gi");
    assertThat(
            dataVolume(ChartVariant.PEERS_BEYOND_THE_CLUSTER_BY_HOST_PORT).getHostPath().getType())
        .isEqualTo("Directory");
    assertThat(
            dataVolume(ChartVariant.CLAIMED_VOLUMES)
                .getEphemeral()
                .getVolumeClaimTemplate()
                .getSpec()
                .getStorageClassName())
        .isEqualTo("fast");
  }

  @Test
  void letsOnlyItsOwnNamespaceCommandAgentsUnlessToldOtherwise() {
    assertThat(rulesForTheApi(ChartVariant.DEFAULTS)).isEqualTo(1);
    assertThat(rulesForTheApi(ChartVariant.CLOSED_API)).isZero();
    assertThat(ChartVariant.OPEN_NETWORK.render().all(NetworkPolicy.class)).isEmpty();
  }

  @Test
  void keepsTheControlPlaneOfTrackersFromOtherNamespaces() {
    assertThat(
            ChartVariant.DEFAULTS
                .render()
                .the(NetworkPolicy.class, "tracker")
                .getSpec()
                .getIngress()
                .stream()
                .filter(rule -> rule.getFrom().isEmpty())
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getStrVal()))
        .containsExactly("http", "udp");
    assertThat(ChartVariant.DEFAULTS.render().all(Service.class))
        .flatExtracting(service -> service.getSpec().getPorts())
        .extracting(port -> port.getTargetPort().getStrVal())
        .doesNotContain("management");
  }

  @Test
  void givesTrackersTheirTokens() {
    Rendering chart = ChartVariant.EVERYTHING_SET.render();

    assertThat(chart.environmentOf("tracker"))
        .containsEntry("TORRENTINNO_TRACKER_TOKENSFILE", "/etc/torrentinno/tokens/list")
        .containsEntry("TORRENTINNO_TRACKER_ANNOUNCEACCESS", "token")
        .containsEntry("TORRENTINNO_TRACKER_MANAGEMENT_PORT", "9081")
        .containsEntry("TORRENTINNO_TRACKER_MANAGEMENT_NETWORKS", "10.0.0.0/8");
    assertThat(chart.unmodelled().getFirst().at("/spec/endpoints/0/authorization/credentials"))
        .hasToString("{\"name\":\"metrics\",\"key\":\"token\"}");
  }

  /** NetworkPolicies do nothing in many clusters. */
  @Test
  void letsNobodyUseTheControlPlaneOfTrackersWithoutAToken() throws Exception {
    Rendering chart = Chart.render("serviceMonitor: {create: always}");
    Map<String, String> secret = chart.the(Secret.class, "tracker").getData();

    assertThat(chart.environmentOf("tracker"))
        .containsEntry("TORRENTINNO_TRACKER_MANAGEMENT_NETWORKS", "")
        .containsEntry("TORRENTINNO_TRACKER_TOKENSFILE", "/etc/torrentinno/tokens/tokens");
    assertThat(trackerTokens(chart).getItems())
        .as("no token is in the pod")
        .extracting(KeyToPath::getKey)
        .containsExactly("tokens");
    assertTokens(secret);
    assertThat(chart.unmodelled().getFirst().at("/spec/endpoints/0/authorization/credentials"))
        .hasToString(
            "{\"name\":\"" + trackerTokens(chart).getSecretName() + "\",\"key\":\"metrics\"}");
  }

  @Test
  void servesNetworksWithoutTokensOnlyWhenTold() {
    Rendering chart = Chart.render("tracker: {management: {networks: [10.0.0.0/8]}}");

    assertThat(chart.environmentOf("tracker"))
        .containsEntry("TORRENTINNO_TRACKER_MANAGEMENT_NETWORKS", "10.0.0.0/8")
        .doesNotContainKey("TORRENTINNO_TRACKER_TOKENSFILE");
    assertThat(chart.the(Secret.class, "tracker").getData()).containsOnlyKeys("udp-key");
  }

  private static SecretVolumeSource trackerTokens(Rendering chart) {
    return chart
        .the(Deployment.class, "tracker")
        .getSpec()
        .getTemplate()
        .getSpec()
        .getVolumes()
        .stream()
        .filter(volume -> volume.getName().equals("tokens"))
        .findFirst()
        .orElseThrow()
        .getSecret();
  }

  private static void assertTokens(Map<String, String> secret) throws Exception {
    TokenList tokens = TokenReader.read(Base64.getDecoder().decode(secret.get("tokens")));
    assertThat(tokens.tokens()).hasSize(2);
    assertThat(tokens.check(decoded(secret, "admin"), Instant.now()))
        .isInstanceOfSatisfying(
            TokenCheck.Valid.class, it -> assertThat(it.token().allows(Scope.ADMIN)).isTrue());
    assertThat(tokens.check(decoded(secret, "metrics"), Instant.now()))
        .isInstanceOfSatisfying(
            TokenCheck.Valid.class,
            it -> assertThat(it.token().scopes()).containsExactly(Scope.READ));
  }

  @Test
  void refusesToDemandTokensThatDoNotExist() {
    assertThatThrownBy(() -> Chart.render("tracker: {announceAccess: token}"))
        .hasMessageContaining("Set tracker.tokensSecret.name");
  }

  @Test
  void createsServiceMonitorsWhereTheyAreWanted() {
    List<JsonNode> monitors = ChartVariant.EVERYTHING_SET.render().unmodelled();

    assertThat(monitors)
        .extracting(monitor -> monitor.path("kind").asString())
        .containsExactly("ServiceMonitor", "ServiceMonitor");
    assertThat(monitors)
        .extracting(monitor -> monitor.at("/spec/endpoints/0/path").asString())
        .containsOnly("/actuator/prometheus");
    assertThat(monitors)
        .extracting(monitor -> monitor.at("/metadata/labels/release").asString())
        .containsOnly("prometheus");
    assertThat(ChartVariant.DEFAULTS.render().unmodelled()).isEmpty();
  }

  private static String announcedAddress(ChartVariant variant) {
    return variant
        .render()
        .variable("agent", "TORRENTINNO_AGENT_PUBLICADDRESS")
        .getValueFrom()
        .getFieldRef()
        .getFieldPath();
  }

  private static List<Integer> hostPorts(ChartVariant variant) {
    return variant
        .render()
        .containers()
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> port.getHostPort() != null)
        .map(port -> port.getHostPort())
        .toList();
  }

  private static Volume dataVolume(ChartVariant variant) {
    return variant
        .render()
        .the(DaemonSet.class, "agent")
        .getSpec()
        .getTemplate()
        .getSpec()
        .getVolumes()
        .stream()
        .filter(volume -> volume.getName().equals("data"))
        .findFirst()
        .orElseThrow();
  }

  private static long rulesForTheApi(ChartVariant variant) {
    return variant.render().the(NetworkPolicy.class, "agent").getSpec().getIngress().stream()
        .flatMap(rule -> rule.getPorts().stream())
        .filter(port -> "http".equals(port.getPort().getStrVal()))
        .count();
  }
}

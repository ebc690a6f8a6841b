package io.torrentinno.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directions in which packages may depend on each other ({@code ARCHITECTURE.md}). */
class ArchitectureTest {
  private static final String ROOT = "io.torrentinno.agent";
  private static JavaClasses agent;

  @BeforeAll
  static void readClasses() {
    agent =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ArchitectureTest::isWritten)
            .importPackages(ROOT);
  }

  /** False for classes that packaging generates beside ours, as {@code Thing__BeanDefinitions}. */
  private static boolean isWritten(Location location) {
    return !location.contains("__");
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(agent);
  }

  /** What measures time uses a clock that nobody sets; a manifest says at which time of day. */
  @Test
  void onlyTheManifestMakerIsGivenTheTimeOfDay() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".engine..",
            ROOT + ".net..",
            ROOT + ".content..",
            ROOT + ".announce..",
            ROOT + ".resource..",
            ROOT + ".runtime..")
        .and()
        .doNotHaveSimpleName("ManifestMaker")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(InstantSource.class, "instant")
        .orShould()
        .callMethod(InstantSource.class, "millis")
        .check(agent);
  }

  @Test
  void engineKnowsOnlyValuesAndTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".engine..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    ROOT + ".engine..",
                    "io.torrentinno.protocol.model..",
                    "io.torrentinno.protocol.wire..",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "org.jspecify..")
                .or(simpleName("InetAddress"))) // a value, too
        .check(agent);
  }

  @Test
  void lifecycleOfAResourceKnowsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".resource.lifecycle..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + ".resource.lifecycle..",
                "java.lang..",
                "java.util..",
                "java.time..",
                "org.jspecify.."))
        .check(agent);
  }

  @Test
  void eventsKnowValuesAndTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".events..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + ".events..",
                "io.torrentinno.protocol.model..",
                "java.lang..",
                "java.util..",
                "java.time..",
                "org.jspecify.."))
        .check(agent);
  }

  @Test
  void engineReadsNoClockAndStartsNoThread() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.concurrent..")
                .and(not(simpleName("TimeUnit"))) // arithmetic alone
                .or(simpleName("Thread"))
                .or(simpleName("Clock"))
                .or(simpleName("InstantSource"))
                .or(simpleName("Timer")))
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .check(agent);
  }

  /** A package that has more is several packages. */
  @Test
  void packagesStaySmall() {
    Map<String, Long> sizes =
        agent.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(18));
  }

  /** Whoever follows a call through the runtime opens no more files than this one after another. */
  @Test
  void chainsOfImportsInTheRuntimeAreShort() {
    FileGraph runtime = FileGraph.of(agent, ROOT + ".resource", ROOT + ".runtime");
    assertThat(runtime.circles()).isEmpty();
    assertThat(runtime.longestChain()).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void partsOfTheEngineDoNotKnowEachOther() {
    mayNotUse(
        "engine.model",
        "engine.peer",
        "engine.download",
        "engine.upload",
        "engine.peers",
        "engine.hashes",
        "engine.hints");
    mayNotUse(
        "engine.peer",
        "engine.download",
        "engine.upload",
        "engine.peers",
        "engine.hashes",
        "engine.hints");
    mayNotUse(
        "engine.download",
        "engine.upload",
        "engine.peers",
        "engine.manifest",
        "engine.hashes",
        "engine.hints");
    mayNotUse(
        "engine.upload", "engine.download", "engine.peers", "engine.manifest", "engine.hashes");
    mayNotUse(
        "engine.peers", "engine.download", "engine.upload", "engine.manifest", "engine.hashes");
    mayNotUse(
        "engine.hashes", "engine.download", "engine.upload", "engine.peers", "engine.manifest");
    mayNotUse("engine.hints", "engine.download", "engine.upload", "engine.peers", "engine.hashes");
  }

  @Test
  void netContentAndAnnounceDoNotKnowEachOther() {
    mayNotUseTheRuntimeOr("net", "engine", "content", "announce");
    mayNotUseTheRuntimeOr("content", "net", "announce", "engine");
    mayNotUseTheRuntimeOr("files", "net", "content", "announce", "engine");
    mayNotUseTheRuntimeOr("hashing", "net", "content", "announce", "engine");
    mayNotUseTheRuntimeOr("sharing", "net", "announce", "engine");
    mayNotUseTheRuntimeOr("announce", "net", "content", "engine");
  }

  @Test
  void runtimeIsDrivenByOthersAndNotTheOtherWayRound() {
    mayNotUse("resource", "runtime", "api", "ui", "cli", "config");
  }

  @Test
  void oneResourceKnowsNothingOfTheAgentThatHoldsIt() {
    mayNotUse("resource", "runtime", "api", "ui", "cli", "config");
    mayNotUse("resource.view", "resource.swarm", "resource.announcing", "resource.lifecycle");
    mayNotUse("resource.stored", "resource.view", "resource.swarm", "resource.announcing");
    mayNotUse("resource.swarm", "resource.announcing", "announce");
    mayNotUse("resource.announcing", "resource.swarm", "net", "content");
  }

  @Test
  void restInterfaceUsesTheViewOfTheAgentAlone() {
    mayNotUse(
        "api",
        "engine",
        "net",
        "content",
        "hashing",
        "sharing",
        "announce",
        "runtime",
        "ui",
        "cli",
        "config",
        "resource.changes",
        "resource.checking",
        "resource.lifecycle",
        "resource.stored",
        "resource.swarm",
        "resource.transfer",
        "resource.announcing");
    mayNotUse("api", "security");
    mayNotUse("security", "engine", "net", "content", "resource", "announce", "runtime", "cli");
    mayNotUse("ui", "security", "engine", "net", "content", "announce", "runtime", "cli", "config");
  }

  @Test
  void commandLineUsesTheRestInterfaceAndNoneOfTheAgent() {
    mayNotUse(
        "cli", "engine", "net", "content", "announce", "runtime", "api", "ui", "config", "oneshot");
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .because("commands start at once")
        .check(agent);
  }

  @Test
  void whatRunsOnceUsesTheAgentAndTheOutputOfCommandsAndNobodyUsesIt() {
    mayNotUse("oneshot", "api", "ui", "config", "announce", "cli.commands");
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".oneshot..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".net", ROOT + ".net.admission..", ROOT + ".net.pacing..")
        .because("of the network it chooses the encryption alone")
        .check(agent);
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".oneshot..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".oneshot..")
        .check(agent);
  }

  @Test
  void onlyApiSecurityUiAndConfigKnowSpring() {
    noClasses()
        .that(
            resideInAnyPackage(ROOT + "..")
                .and(
                    not(
                        resideInAnyPackage(
                            ROOT,
                            ROOT + ".api..",
                            ROOT + ".security..",
                            ROOT + ".ui..",
                            ROOT + ".config.."))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(agent);
  }

  @Test
  void onlyThoseThatHandleBuffersAndEventLoopsKnowNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".net..", // sockets
            ROOT + ".content", // received bytes stay in the buffer of the socket ...
            ROOT + ".content.write..", // ... until they are on the disk
            ROOT + ".resource", // a resource lives on one event loop
            ROOT + ".resource.swarm..",
            ROOT + ".resource.transfer..",
            ROOT + ".announce.http..", // connections to trackers
            ROOT + ".manifest.download..", // reads answers of web servers
            ROOT + ".runtime..") // owns the loops
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(agent);
  }

  private static void mayNotUseTheRuntimeOr(String user, String... used) {
    Stream<String> above = Stream.of("resource", "runtime", "api", "ui", "cli", "config");
    mayNotUse(user, Stream.concat(Stream.of(used), above).toArray(String[]::new));
  }

  private static void mayNotUse(String user, String... used) {
    String[] packages = new String[used.length];
    for (int i = 0; i < used.length; i++) {
      packages[i] = ROOT + "." + used[i] + "..";
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + user + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true)
        .check(agent);
  }
}

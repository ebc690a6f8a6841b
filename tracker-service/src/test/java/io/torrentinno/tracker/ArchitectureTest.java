package io.torrentinno.tracker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.torrentinno.protocol.layers.PackageLayers;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The directions in which packages may depend on each other ({@code ARCHITECTURE.md}). */
class ArchitectureTest {
  private static final JavaClasses TRACKER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.torrentinno.tracker");

  /** Methods that wait for a result, a thread, a signal or a name server. */
  private static final Pattern WAITING =
      Pattern.compile(
          ".*(Future|Promise)\\.(get|join|(sync|await).*)\\(.*"
              + "|java\\.lang\\.(Thread\\.(sleep|join)|Object\\.wait)\\(.*"
              + "|java\\.net\\.InetAddress\\.get(All)?ByName\\(.*");

  private static final DescribedPredicate<JavaMethodCall> WAITS =
      describe("wait", call -> WAITING.matcher(call.getTarget().getFullName()).matches());

  @Test
  void swarmKnowsOnlyTheProtocolsValues() {
    classes()
        .that()
        .resideInAPackage("..tracker.swarm..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "..tracker.swarm..", "io.torrentinno.protocol.model..", "java..", "org.jspecify..")
        .check(TRACKER);
  }

  @Test
  void memoryStoreNeedsNoFramework() {
    classes()
        .that()
        .resideInAPackage("..store.memory..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "..store.memory..",
            "..tracker.swarm..",
            "io.torrentinno.protocol.model..",
            "java..",
            "org.jspecify..")
        .check(TRACKER);
  }

  @Test
  void onlyTheRedisStoreAndTheConfigurationKnowRedis() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..store.redis..", "..tracker.config..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework.data..", "io.lettuce..")
        .check(TRACKER);
  }

  /** The first picture of the section shows the layers. */
  @Test
  void packagesUseOnlyPackagesOfLowerLayers() {
    PackageLayers.of("io.torrentinno.tracker", "## The tracker").check(TRACKER);
  }

  @Test
  void usesNoAgentAndOnlyTheLibrariesThatAreNamed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.torrentinno.tracker..",
            "io.torrentinno.protocol..",
            "java..",
            "javax..",
            "com.sun.management..",
            "org.jspecify..",
            "org.slf4j..",
            "io.micrometer..", // from here on, what Spring Boot brings
            "jakarta..",
            "org.apache.catalina..",
            "org.apache.coyote..",
            "org.apache.tomcat..",
            "org.hibernate.validator..",
            "org.springframework..",
            "tools.jackson..",
            "io.netty..",
            "io.lettuce..")
        .check(TRACKER);
  }

  @Test
  void storesAndTheGatewayKnowTheSwarmAlone() {
    for (String user : List.of("store", "gateway")) {
      noClasses()
          .that()
          .resideInAPackage("..tracker." + user + "..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.torrentinno.tracker..")
                  .and(not(resideInAnyPackage("..tracker." + user + "..", "..tracker.swarm.."))))
          .check(TRACKER);
    }
  }

  @Test
  void onlyTheConfigurationKnowsTheStores() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..tracker.store..", "..tracker.config..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..tracker.store..")
        .check(TRACKER);
  }

  /** A package with more classes should be several packages. */
  @Test
  void packagesStaySmall() {
    Map<String, Long> sizes =
        TRACKER.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(18));
  }

  @Test
  void controlPlaneKnowsOnlyTheMessagesOfTheEndpoints() {
    noClasses()
        .that()
        .resideInAnyPackage("..tracker.api..", "..tracker.security..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("..tracker.http..", "..tracker.udp..")
                .and(not(resideInAPackage("..tracker.http.message.."))))
        .check(TRACKER);
  }

  /** They run on event loops, where one that waits would hold up thousands of others. */
  @Test
  void endpointsAndRulesDoNotWait() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..tracker.http..",
            "..tracker.udp..",
            "..tracker.gateway..",
            "..tracker.swarm..",
            "..tracker.store.memory..")
        .should()
        .callMethodWhere(WAITS)
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.net.http..")
                .or(nameMatching("java\\.io\\.File.*|java\\.net\\..*Socket"))
                .or(nameMatching("java\\.util\\.concurrent\\..*(Blocking|Transfer|Delay).*"))
                .or(nameMatching(".*\\.(CountDownLatch|CyclicBarrier|Phaser|Semaphore)"))
                .or(nameMatching(".*\\.(Exchanger|SynchronousQueue|LockSupport|Condition)")))
        .check(TRACKER);
  }

  /** The values are below the rules, and below the stores. */
  @Test
  void valuesOfTheSwarmKnowNoRules() {
    noClasses()
        .that()
        .resideInAPackage("..tracker.swarm.model..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..tracker.swarm")
        .check(TRACKER);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.torrentinno.tracker.(**)").should().beFreeOfCycles().check(TRACKER);
  }

  /**
   * Time is measured by a clock that is never set. So peers do not live longer or shorter when the
   * time of day is set.
   */
  @Test
  void onlySharedConnectionIdsAndExpiriesOfTokensUseTheTimeOfDay() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.torrentinno.tracker.config.settings.UdpSettings")
        .and()
        .doNotHaveFullyQualifiedName("io.torrentinno.tracker.security.TrackerTokens")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Instant.class, InstantSource.class, Date.class)
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.(Local|Zoned|Offset)Date.*")
        .check(TRACKER);
  }

  @Test
  void timeIsInjected() {
    noClasses()
        .that()
        .resideInAnyPackage("..tracker.swarm..", "..tracker.store..")
        .should()
        .callMethod(System.class, "nanoTime")
        .check(TRACKER);
  }
}

package io.torrentinno.tracker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: endpoints and stores use the swarm, which uses none of them. */
class ArchitectureTest {
  private static final JavaClasses TRACKER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.torrentinno.tracker");

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

  @Test
  void endpointsAndStoresDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..tracker.api..",
            "..tracker.gateway..",
            "..tracker.loops..",
            "..tracker.http..",
            "..tracker.udp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..tracker.store..", "..tracker.config..")
        .check(TRACKER);
    noClasses()
        .that()
        .resideInAPackage("..tracker.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..tracker.api..",
            "..tracker.gateway..",
            "..tracker.loops..",
            "..tracker.http..",
            "..tracker.udp..",
            "..tracker.config..")
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
  void endpointsDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("..tracker.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..tracker.udp..", "..tracker.api..")
        .check(TRACKER);
    noClasses()
        .that()
        .resideInAPackage("..tracker.udp..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..tracker.http..", "..tracker.api..")
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

  @Test
  void theTrackerDoesNotKnowTheAgent() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.torrentinno.agent..")
        .check(TRACKER);
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

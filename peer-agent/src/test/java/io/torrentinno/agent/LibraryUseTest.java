package io.torrentinno.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** Which packages use libraries, the clock and threads ({@code ARCHITECTURE.md}). */
class LibraryUseTest {
  private static final String ROOT = "io.torrentinno.agent";

  /** Values, and what computes with them. */
  private static final DescribedPredicate<JavaClass> VALUES =
      resideInAnyPackage(
              ROOT + ".placement..",
              ROOT + ".limits..",
              "java.lang..",
              "java.util",
              "java.util.function..",
              "java.util.stream..",
              "java.time..",
              "java.nio.charset..",
              "org.jspecify..")
          .or(simpleName("Path"));

  @Test
  void usesNoTrackerAndOnlyTheLibrariesThatAreNamed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "..",
            "io.torrentinno.protocol..",
            "java..",
            "javax..",
            "com.sun.management..",
            "org.jspecify..",
            "org.slf4j..",
            "ch.qos.logback..", // from here on, what Spring Boot brings
            "com.fasterxml.jackson.annotation..",
            "io.micrometer..",
            "jakarta..",
            "org.apache.catalina..",
            "org.apache.coyote..",
            "org.apache.juli..",
            "org.apache.tomcat..",
            "org.springframework..",
            "tools.jackson..",
            "io.netty..",
            "picocli..",
            "org.bouncycastle..")
        .check(AgentClasses.ALL);
  }

  @Test
  void onlyApiSecurityUiAndConfigKnowSpring() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".api..", ROOT + ".security..", ROOT + ".ui..", ROOT + ".config..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".PeerAgent")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(AgentClasses.ALL);
  }

  @Test
  void onlyThoseThatHandleBuffersAndEventLoopsKnowNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".net..", // sockets
            ROOT + ".content", // received bytes stay in the buffer of the socket ...
            ROOT + ".content.write", // ... until they are on the disk
            ROOT + ".resource", // a resource lives on one event loop
            ROOT + ".resource.swarm",
            ROOT + ".resource.transfer",
            ROOT + ".announce.http", // connections to trackers
            ROOT + ".manifest.download", // reads answers of web servers
            ROOT + ".runtime") // owns the loops
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(AgentClasses.ALL);
  }

  /** What measures time uses a clock that nobody sets; a manifest says at which time of day. */
  @Test
  void onlyManifestsDatesOfSignersAndStoredSharesNeedTheTimeOfDay() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT,
            ROOT + ".api..",
            ROOT + ".ui..",
            ROOT + ".cli..",
            ROOT + ".oneshot..",
            ROOT + ".security..",
            ROOT + ".config..")
        .and(
            not(
                simpleName("ManifestMaker")
                    .or(simpleName("SignaturePolicy"))
                    .or(simpleName("ShareFolder"))))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(InstantSource.class, "instant")
        .orShould()
        .callMethod(InstantSource.class, "millis")
        .orShould()
        .callConstructor(Date.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.(Local|Zoned|Offset)Date.*")
        .check(AgentClasses.ALL);
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
        .check(AgentClasses.ALL);
  }

  @Test
  void engineReadsNoClockLooksUpNoNameAndStartsNoThread() {
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
        .orShould()
        .callMethod(InetAddress.class, "getByName", String.class)
        .orShould()
        .callMethod(InetAddress.class, "getAllByName", String.class)
        .check(AgentClasses.ALL);
  }

  @Test
  void valuesNeedNoInputAndOutput() {
    classes()
        .that()
        .resideInAnyPackage(ROOT + ".placement..", ROOT + ".limits..")
        .should()
        .onlyDependOnClassesThat(VALUES)
        .check(AgentClasses.ALL);
    classes()
        .that()
        .resideInAPackage(ROOT + ".selection..")
        .should()
        .onlyDependOnClassesThat(
            VALUES.or(
                resideInAnyPackage(
                    ROOT + ".selection..",
                    ROOT + ".manifest",
                    "io.torrentinno.protocol.model..",
                    "io.torrentinno.protocol.manifest.tree..",
                    "java.security..")))
        .check(AgentClasses.ALL);
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
        .check(AgentClasses.ALL);
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
        .check(AgentClasses.ALL);
  }
}

package io.torrentinno.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.torrentinno.protocol.layers.PackageLayers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directions in which packages may depend on each other ({@code ARCHITECTURE.md}). */
class ArchitectureTest {
  private static final String ROOT = "io.torrentinno.agent";

  /** The first picture of the section shows the layers. */
  @Test
  void packagesUseOnlyPackagesOfLowerLayers() {
    PackageLayers.of(ROOT, "## The agent").check(AgentClasses.ALL);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(AgentClasses.ALL);
  }

  /** A package that has more is several packages. */
  @Test
  void packagesStaySmall() {
    Map<String, Long> sizes =
        AgentClasses.ALL.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(18));
  }

  /** Whoever follows a call through the runtime opens no more files than this one after another. */
  @Test
  void chainsOfImportsInTheRuntimeAreShort() {
    FileGraph runtime = FileGraph.of(AgentClasses.ALL, ROOT + ".resource", ROOT + ".runtime");
    assertThat(runtime.circles()).isEmpty();
    assertThat(runtime.longestChain()).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void partsOfTheEngineDoNotKnowEachOther() {
    usesOnly("engine.model");
    usesOnly("engine.peer", "engine.model");
    for (String part : List.of("download", "upload", "peers", "hashes", "hints")) {
      usesOnly("engine." + part, "engine.model", "engine.peer");
    }
    usesOnly("engine.manifest", "engine.model", "engine.peer", "engine.peers");
  }

  @Test
  void partsOfAResourceKnowFewOthers() {
    mayNotUse("resource.view", "resource.swarm", "resource.announcing", "resource.lifecycle");
    mayNotUse("resource.stored", "resource.view", "resource.swarm", "resource.announcing");
    mayNotUse("resource.swarm", "resource.announcing", "announce");
    mayNotUse("resource.announcing", "resource.swarm", "net", "content");
  }

  @Test
  void onlyTheRuntimeUsesMoreOfAResourceThanItsView() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".resource..", ROOT + ".runtime..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + ".resource..")
                .and(not(resideInAPackage(ROOT + ".resource.view.."))))
        .check(AgentClasses.ALL);
  }

  @Test
  void restInterfaceUsesTheViewOfTheAgentAlone() {
    usesOnly(
        "api", "resource.view", "events", "manifest", "placement", "selection", "limits", "memory");
    usesOnly("security", "api", "ui");
    usesOnly("ui");
  }

  @Test
  void simulationUsesTheEngineAlone() {
    usesOnly("simulation", "engine");
  }

  @Test
  void commandLineUsesTheRestInterfaceAndNoneOfTheAgent() {
    usesOnly("cli", "simulation");
  }

  @Test
  void whatRunsOnceUsesTheAgentAndTheOutputOfCommandsAndNobodyUsesIt() {
    mayNotUse("oneshot", "api", "ui", "announce");
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".oneshot..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + ".cli..")
                .and(not(resideInAnyPackage(ROOT + ".cli.client..", ROOT + ".cli.output.."))))
        .check(AgentClasses.ALL);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".oneshot..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".net", ROOT + ".net.admission..", ROOT + ".net.pacing..")
        .because("of the network it chooses the encryption alone")
        .check(AgentClasses.ALL);
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".oneshot..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".oneshot..")
        .check(AgentClasses.ALL);
  }

  /** Of the agent's packages. */
  private static void usesOnly(String user, String... used) {
    classes()
        .that()
        .resideInAPackage(all(user))
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(all(user))
                .or(resideInAnyPackage(allOf(used)))
                .or(not(resideInAPackage(ROOT + ".."))))
        .check(AgentClasses.ALL);
  }

  private static void mayNotUse(String user, String... used) {
    noClasses()
        .that()
        .resideInAPackage(all(user))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(allOf(used))
        .check(AgentClasses.ALL);
  }

  /** A package and those in it. */
  private static String all(String name) {
    return ROOT + "." + name + "..";
  }

  private static String[] allOf(String... names) {
    return Stream.of(names).map(ArchitectureTest::all).toArray(String[]::new);
  }
}

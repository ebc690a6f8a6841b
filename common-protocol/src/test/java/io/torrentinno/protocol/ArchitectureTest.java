package io.torrentinno.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "io.torrentinno.protocol";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void modelNeedsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".model")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".model", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void signaturesNeedOnlyTheModelAndTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".signature")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".signature", ROOT + ".model", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void bodiesOfRestApisAreRecordsOfPlainValues() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".rest")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".rest",
            "java.lang..",
            "java.util..",
            "com.fasterxml.jackson.annotation..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void knowsNoServiceAndOnlyJacksonAndBuffersOfTheLibraries() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "..",
            "java..",
            "org.jspecify..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "io.netty.buffer..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void formatsKnowTheModelAndNotEachOther() {
    slices()
        .matching(ROOT + ".(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAPackage(ROOT + ".model"))
        .check(CLASSES);
  }

  @Test
  void onlyTheWireUsesNettyAndItDoesNotUseJson() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".wire..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".wire..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..", "com.fasterxml..")
        .check(CLASSES);
  }

  @Test
  void tokensNeedOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".token")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".token", ROOT + ".model", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  /** But for the token file: agents, trackers and the command line share how it is changed. */
  @Test
  void nothingTouchesFilesSocketsOrThreads() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".token..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net.http..",
                    "java.util.concurrent..")
                .or(nameMatching("java\\.io\\.(File|RandomAccessFile|Console).*"))
                .or(nameMatching("java\\.net\\..*(Socket|URL|URLConnection|NetworkInterface)"))
                .or(simpleName("Thread")))
        .orShould()
        .callMethod(InetAddress.class, "getByName", String.class)
        .orShould()
        .callMethod(InetAddress.class, "getAllByName", String.class)
        .check(CLASSES);
  }
}

package io.torrentinno.agent;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** The classes of the agent without its tests. */
final class AgentClasses {
  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(AgentClasses::isWritten)
          .importPackages("io.torrentinno.agent");

  private AgentClasses() {}

  /** False for classes that packaging generates beside ours, as {@code Thing__BeanDefinitions}. */
  private static boolean isWritten(Location location) {
    return !location.contains("__");
  }
}

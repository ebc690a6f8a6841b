package io.torrentinno.protocol.layers;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The layers of a service, as the first picture of a section of {@code ARCHITECTURE.md} shows them.
 * Each line of the picture has the packages of a layer, the uppermost first. Three spaces separate
 * them from the words that follow.
 */
public final class PackageLayers {
  private static final Path DOCUMENT = Path.of("..", "ARCHITECTURE.md");
  private static final String FENCE = "```\n";

  private PackageLayers() {}

  /**
   * Each package uses, apart from itself and those in it, only packages of lower lines. The picture
   * has all packages, and no others.
   *
   * @param root has the packages; its own classes may use all of them
   */
  public static ArchRule of(String root, String heading) {
    List<List<String>> lines = picture(heading);
    LayeredArchitecture rule =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .ensureAllClassesAreContainedInArchitectureIgnoring(root);
    for (String name : namesIn(lines)) {
      rule = rule.layer(name).definedBy(root + "." + name + "..");
    }
    for (int line = 0; line < lines.size(); line++) {
      List<String> below = namesIn(lines.subList(line + 1, lines.size()));
      for (String name : lines.get(line)) {
        rule =
            below.isEmpty()
                ? rule.whereLayer(name).mayNotAccessAnyLayer()
                : rule.whereLayer(name).mayOnlyAccessLayers(below.toArray(String[]::new));
      }
    }
    return rule;
  }

  private static List<String> namesIn(List<List<String>> lines) {
    return lines.stream().flatMap(List::stream).toList();
  }

  private static List<List<String>> picture(String heading) {
    try {
      String text = Files.readString(DOCUMENT);
      int section = text.indexOf("\n" + heading + "\n");
      int begin = text.indexOf(FENCE, section) + FENCE.length();
      String picture = text.substring(begin, text.indexOf(FENCE, begin));
      return picture
          .lines()
          .map(line -> List.of(line.replaceFirst(" {3,}.*", "").split(" +")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

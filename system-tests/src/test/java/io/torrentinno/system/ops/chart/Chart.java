package io.torrentinno.system.ops.chart;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The chart of this repository, rendered by Helm's own library. */
public final class Chart {

  public static final Path FOLDER =
      Path.of("..", "helm", "torrentinno").toAbsolutePath().normalize();
  static final String RELEASE = "site-a";
  static final String NAMESPACE = "files";

  private static final String KUBERNETES = "1.34.0";

  private static final Pattern BETWEEN_DOCUMENTS = Pattern.compile("(?m)^---\\s*$");
  private static final Pattern NOTHING = Pattern.compile("(?m)\\A(\\s*(#.*)?$)*\\z");

  private Chart() {}

  /**
   * Renders the chart.
   *
   * @param values YAML laid over the chart's values; may be empty
   * @throws RuntimeException with Helm's message, if a template or the schema refuses the values
   */
  public static Rendering render(String values) {
    List<HasMetadata> objects = new ArrayList<>();
    List<JsonNode> unmodelled = new ArrayList<>();
    for (String document : documentsOf(template(values))) {
      JsonNode tree = KubernetesReader.parse(document);
      Class<? extends HasMetadata> model = KubernetesReader.modelOf(tree);
      if (model == null) {
        unmodelled.add(tree);
      } else {
        objects.add(KubernetesReader.read(document, model));
      }
    }
    return new Rendering(List.copyOf(objects), List.copyOf(unmodelled));
  }

  private static List<String> documentsOf(String yaml) {
    return BETWEEN_DOCUMENTS
        .splitAsStream(yaml)
        .filter(document -> !NOTHING.matcher(document).matches())
        .toList();
  }

  private static String template(String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return new Helm(FOLDER)
            .template()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES)
            .withValuesFile(file)
            .call();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

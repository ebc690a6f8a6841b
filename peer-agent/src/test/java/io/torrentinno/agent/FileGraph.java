package io.torrentinno.agent;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which files use which others, by the names of their outermost classes. What a file uses is what
 * its compiled classes do, whether it needs an import for it or not.
 */
final class FileGraph {
  private final Map<String, TreeSet<String>> uses = new TreeMap<>();
  private final Map<String, List<String>> chains = new HashMap<>();
  private final List<String> open = new ArrayList<>();
  private final List<List<String>> circles = new ArrayList<>();

  private FileGraph() {}

  /** Of the files in these packages and in those below them. */
  static FileGraph of(JavaClasses classes, String... packages) {
    FileGraph graph = new FileGraph();
    for (JavaClass type : classes) {
      if (isIn(type, packages)) {
        TreeSet<String> used = graph.uses.computeIfAbsent(file(type), _ -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(target -> isIn(target, packages) && !file(target).equals(file(type)))
            .forEach(target -> used.add(file(target)));
      }
    }
    graph.uses.keySet().forEach(graph::chainFrom);
    return graph;
  }

  /** The files on the longest way from a file to one that it uses, and so on. */
  List<String> longestChain() {
    return uses.keySet().stream()
        .map(this::chainFrom)
        .reduce(List.of(), (one, other) -> other.size() > one.size() ? other : one);
  }

  /** Ways that lead from a file back to itself. */
  List<List<String>> circles() {
    return circles;
  }

  private List<String> chainFrom(String file) {
    List<String> known = chains.get(file);
    if (known != null) {
      return known;
    }
    open.add(file);
    List<String> longest = List.of();
    for (String used : uses.getOrDefault(file, new TreeSet<>())) {
      if (open.contains(used)) {
        circles.add(List.copyOf(open.subList(open.indexOf(used), open.size())));
      } else {
        List<String> chain = chainFrom(used);
        longest = chain.size() > longest.size() ? chain : longest;
      }
    }
    open.removeLast();
    List<String> chain = new ArrayList<>(List.of(file));
    chain.addAll(longest);
    chains.put(file, chain);
    return chain;
  }

  private static boolean isIn(JavaClass type, String... packages) {
    return Stream.of(packages)
        .anyMatch(name ->
            type.getPackageName().equals(name) || type.getPackageName().startsWith(name + "."));
  }

  private static String file(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return outermost.getName();
  }
}

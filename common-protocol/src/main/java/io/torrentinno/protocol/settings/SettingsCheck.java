package io.torrentinno.protocol.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Finds the settings that a service is given and does not have, before it starts. A setting that no
 * code reads is a mistake of the operator. Every fault is a sentence for a person, with the most
 * similar right name.
 */
public final class SettingsCheck {
  private static final String ROOT = "torrentinno.";
  private static final String ENVIRONMENT_ROOT = "TORRENTINNO_";

  /** The most mistakes in a name that is compared with a list that may be incomplete. */
  private static final int FEW = 2;

  /**
   * The variables that Kubernetes and Docker set for a service that is called {@code
   * torrentinno-…}.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_SERVICE_(HOST|PORT)(_.*)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");

  private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

  private final String service;
  private final SettingNames own;
  private final Supplier<SettingNames> others;
  private final List<String> faults = new ArrayList<>();

  /**
   * A check that has found nothing yet.
   *
   * @param service {@code agent} or {@code tracker}
   * @param own the service's settings, and other settings that exist for certain
   * @param others the settings of the libraries; read only when a name needs them
   */
  public SettingsCheck(String service, SettingNames own, Supplier<SettingNames> others) {
    this.service = service;
    this.own = own;
    this.others = others;
  }

  /** The faults in the order in which they were found. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** Checks the words of a command line. */
  public void commandLine(String... words) {
    Map<String, String> seen = new HashMap<>();
    for (String word : words) {
      if (word.startsWith("--") && word.length() > 2) {
        option(word, seen);
      } else {
        faults.add(stray(word));
      }
    }
  }

  /** Checks the variables of the environment. */
  public void environment(Map<String, String> variables) {
    variables.forEach((name, value) -> {
      String upper = name.toUpperCase(Locale.ROOT);
      if (upper.startsWith(ENVIRONMENT_ROOT)
          && !own.isKnownVariable(upper)
          && !isServiceLink(upper, value)) {
        variable(name, upper);
      }
    });
  }

  /**
   * Checks a name in a file, or in Java's system properties.
   *
   * @param where names the file, for the operator who has to change it
   */
  public void property(String name, String where) {
    String comparable = SettingNames.comparable(name);
    boolean foreign = !isOwn(comparable) && isOfAService(comparable);
    if (comparable.startsWith(ROOT) && !foreign && !own.isKnown(name)) {
      faults.add(where + ": there is no setting " + name + "." + meant(nearest(name)));
    }
  }

  private void option(String word, Map<String, String> seen) {
    int equals = word.indexOf('=');
    String name = word.substring(2, equals < 0 ? word.length() : equals);
    String before = seen.putIfAbsent(SettingNames.comparable(name) + index(name), word);
    if (SettingNames.comparable(name).startsWith(ROOT) || !own.isKnown(name)) {
      Optional<String> fault = unknown(name);
      if (fault.isPresent()) {
        faults.add(fault.get());
        return;
      }
    }
    if (equals < 0 && SettingNames.comparable(name).startsWith(ROOT)) {
      faults.add(word + " has no value: write " + word + "=VALUE, without blanks.");
    }
    if (before != null && !takesSeveral(name)) {
      faults.add("--" + name + " is given twice: " + before + " and " + word + ".");
    }
  }

  private boolean takesSeveral(String name) {
    return own.isKnown(name) ? own.takesSeveral(name) : others.get().takesSeveral(name);
  }

  /**
   * Not every setting of the libraries is described, so an unknown name is a fault only when it is
   * similar to a described one.
   */
  private Optional<String> unknown(String name) {
    if (own.isKnown(name)) {
      return Optional.empty();
    }
    String fault = "There is no setting --" + name + ".";
    if (SettingNames.comparable(name).startsWith(ROOT)) {
      return Optional.of(fault + meantOption(nearest(name)));
    }
    if (others.get().isKnown(name)) {
      return Optional.empty();
    }
    if (!others.get().hasRoot(name)) {
      Optional<String> near = nearest(name);
      return Optional.of(
          fault + meantOption(near.isPresent() ? near : others.get().nearest(name, FEW)));
    }
    return others.get().nearest(name, FEW).map(near -> fault + meantOption(Optional.of(near)));
  }

  private void variable(String name, String upper) {
    Optional<String> near = own.nearestVariable(upper, FEW);
    if (upper.startsWith(ENVIRONMENT_ROOT + service.toUpperCase(Locale.ROOT) + "_")) {
      near = own.nearestVariable(upper, upper.length() / 3);
    } else if (near.isEmpty()) {
      return; // It belongs to another service, or to the system that runs this one.
    }
    faults.add("The environment's " + name + " is not a setting." + meant(near));
  }

  private String stray(String word) {
    if (word.startsWith("-") && word.length() > 1) {
      String name = word.substring(1).split("=", 2)[0];
      if (own.isKnown(name)) {
        return "Settings begin with two dashes: write -" + word + ".";
      }
    }
    return own.isKnown(word.split("=", 2)[0])
        ? "Settings begin with two dashes: write --" + word + "."
        : "'" + word + "' is not a setting. Write settings as --NAME=VALUE, without blanks.";
  }

  private Optional<String> nearest(String name) {
    return own.nearest(name, FEW)
        .or(() -> own.longerNameOf(name))
        .or(() -> own.nearest(name, name.length() / 3));
  }

  private boolean isOwn(String comparable) {
    return comparable.startsWith(ROOT + service + ".");
  }

  private static boolean isOfAService(String comparable) {
    return comparable.startsWith(ROOT + "agent.") || comparable.startsWith(ROOT + "tracker.");
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_URL.matcher(value).matches());
  }

  private static String index(String name) {
    int bracket = name.indexOf('[');
    return bracket < 0 ? "" : name.substring(bracket);
  }

  private static String meant(Optional<String> name) {
    return name.map(it -> " Did you mean " + it + "?").orElse("");
  }

  private static String meantOption(Optional<String> name) {
    return meant(name.map(it -> "--" + it));
  }
}

package io.torrentinno.agent.testing;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Info documents that break a rule. */
public final class BadInfos {
  private static final String ROOT = "\"root\":\"" + "ab".repeat(32) + "\"";
  private static final String LONGEST_SIZE = "9223372036854775807";
  private static final int TOO_MANY = 500_001;

  private BadInfos() {}

  /** All of them, as JSON. */
  public static Stream<Arguments> all() {
    return Stream.of(
        argumentSet("a path that leaves the folder", info(file("\"..\",\"x\""))),
        argumentSet("an absolute path", info(file("\"/etc\",\"x\""))),
        argumentSet("an absolute path with an empty name", info(file("\"\",\"etc\""))),
        argumentSet("NUL in a name", info(file("\"a\\u0000b\""))),
        argumentSet("a reserved name", info(file("\".torrentinno-x\""))),
        argumentSet("a name of 4 KiB", info(file("\"" + "n".repeat(4096) + "\""))),
        argumentSet("200 levels", info(file(levels(200)))),
        argumentSet("two files with one path", info(file("\"a\""), file("\"a\""))),
        argumentSet("a file that is another's folder", info(file("\"a\""), file("\"a\",\"b\""))),
        argumentSet("a link that leaves the tree", info(link("a", "../x"))),
        argumentSet("a link to an absolute path", info(link("a", "/etc/passwd"))),
        argumentSet("links in a loop", info(link("a", "b"), link("b", "a"))),
        argumentSet("no root", info("{\"path\":[\"a\"],\"size\":1}")),
        argumentSet("a short root", info("{\"path\":[\"a\"],\"size\":1,\"root\":\"abab\"}")),
        argumentSet("a size above 2^63", info(file("\"a\"", "99999999999999999999"))),
        argumentSet("a negative size", info(file("\"a\"", "-1"))),
        argumentSet(
            "sizes whose sum is above 2^63",
            info(file("\"a\"", LONGEST_SIZE), file("\"b\"", LONGEST_SIZE))),
        argumentSet("pieces of 3 bytes", info(3, file("\"a\""))),
        argumentSet("more pieces than allowed", info(file("\"a\"", "65536000001"))),
        argumentSet("more entries than allowed", info(folders(TOO_MANY))),
        argumentSet("a name that is a path", info(65_536, file("")).replace("\"n\"", "\"../n\"")));
  }

  /** A document with these entries, as JSON. */
  public static String info(String... entries) {
    return info(65_536, entries);
  }

  private static String info(int pieceLength, String... entries) {
    return "{\"version\":2,\"name\":\"n\",\"pieceLength\":%d,\"files\":[%s]}"
        .formatted(pieceLength, String.join(",", entries));
  }

  /** An entry of one byte; the names of its path are in quotes, with commas between them. */
  public static String file(String path) {
    return file(path, "1");
  }

  private static String file(String path, String size) {
    return "{\"path\":[" + path + "],\"size\":" + size + "," + ROOT + "}";
  }

  /** An entry that is a link. */
  public static String link(String name, String target) {
    return "{\"path\":[\"" + name + "\"],\"link\":\"" + target + "\"}";
  }

  private static String levels(int count) {
    return IntStream.range(0, count).mapToObj(_ -> "\"d\"").collect(Collectors.joining(","));
  }

  private static String folders(int count) {
    return IntStream.range(0, count)
        .mapToObj("{\"path\":[\"%06d\"],\"folder\":true}"::formatted)
        .collect(Collectors.joining(","));
  }
}

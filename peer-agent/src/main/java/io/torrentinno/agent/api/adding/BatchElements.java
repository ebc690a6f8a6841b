package io.torrentinno.agent.api.adding;

import io.torrentinno.agent.api.bodies.SpooledBody;
import io.torrentinno.agent.api.errors.JsonFault;
import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Finds the positions of the elements of a JSON array, and keeps no element in memory. */
final class BatchElements {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxStringLength(1 << 20)
                  .maxNameLength(1024)
                  .build())
          .build();

  private BatchElements() {}

  /**
   * The position of an element.
   *
   * @param begin offset of its first byte in the text
   * @param end offset behind its last byte; undefined when the element is not an object
   */
  record Element(int begin, int end, boolean isObject) {}

  /**
   * The elements in the order of the text.
   *
   * @throws RequestRefused when the text is not an array, or has more than {@code most} elements
   */
  static List<Element> of(SpooledBody text, int most) throws IOException {
    try (InputStream in = text.open();
        JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new RequestRefused(Problem.MALFORMED_JSON, "not an array of manifests");
      }
      List<Element> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (elements.size() == most) {
          throw new RequestRefused(Problem.TOO_LARGE, "a batch has at most " + most + " manifests");
        }
        elements.add(next(parser));
      }
      if (parser.nextToken() != null) {
        throw new RequestRefused(Problem.MALFORMED_JSON, "the array is followed by other text");
      }
      return elements;
    } catch (JacksonException e) {
      throw new RequestRefused(Problem.MALFORMED_JSON, JsonFault.of(e), e);
    }
  }

  private static Element next(JsonParser parser) {
    boolean isObject = parser.hasToken(JsonToken.START_OBJECT);
    long begin = parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    long end = parser.currentLocation().getByteOffset();
    if (begin < 0 || end < begin) {
      throw new RequestRefused(
          Problem.MALFORMED_JSON, "not UTF-8"); // The parser also reads UTF-16 and UTF-32.
    }
    return new Element(Math.toIntExact(begin), Math.toIntExact(end), isObject);
  }
}

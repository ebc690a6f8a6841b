package io.torrentinno.agent.api;

import io.torrentinno.agent.runtime.Agent;
import io.torrentinno.agent.runtime.ResourceException;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Adds many resources by their manifests in one call: they share what adding one waits for. */
@RestController
@RequestMapping(ResourceController.PATH + "/batch")
final class BatchController {
  static final int MOST_BYTES = 16 << 20;
  private static final int AT_A_TIME = 64;

  private final Agent agent;
  private final JsonMapper json;

  BatchController(Agent agent, JsonMapper json) {
    this.agent = agent;
    this.json = json;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  List<AddedView> add(InputStream body) throws IOException, InterruptedException {
    byte[] text = body.readNBytes(MOST_BYTES + 1);
    if (text.length > MOST_BYTES) {
      throw new RequestRefused(Problem.TOO_LARGE, "a batch has at most " + MOST_BYTES + " bytes");
    }
    List<Callable<AddedView>> calls =
        elements(text).stream().<Callable<AddedView>>map(it -> () -> add(text, it)).toList();
    try (ExecutorService callers =
        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
  }

  private AddedView add(byte[] text, Element element) {
    byte[] manifest = Arrays.copyOfRange(text, element.begin, element.end);
    try {
      return AddedView.of(agent.add(ManifestReader.read(manifest)));
    } catch (ManifestException e) {
      return AddedView.of(Problem.of(e.reason()), e.getMessage());
    } catch (ResourceException e) {
      return AddedView.of(Problem.of(e.reason()), e.getMessage());
    }
  }

  /** Reads no manifest: hundreds of them would take a place until the last one is added. */
  private List<Element> elements(byte[] text) {
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new RequestRefused(Problem.MALFORMED_JSON, "not an array of manifests");
      }
      List<Element> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        long begin = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        elements.add(element(begin, parser.currentLocation().getByteOffset()));
      }
      if (parser.nextToken() != null) {
        throw new RequestRefused(Problem.MALFORMED_JSON, "something follows the array");
      }
      return elements;
    } catch (JacksonException e) {
      throw new RequestRefused(Problem.MALFORMED_JSON, e.getOriginalMessage(), e);
    }
  }

  private static Element element(long begin, long end) {
    if (begin < 0 || end < begin) {
      throw new RequestRefused(Problem.MALFORMED_JSON, "not UTF-8"); // The parser reads others.
    }
    return new Element(Math.toIntExact(begin), Math.toIntExact(end));
  }

  /** Where an element of the array lies in the text. */
  private record Element(int begin, int end) {}
}

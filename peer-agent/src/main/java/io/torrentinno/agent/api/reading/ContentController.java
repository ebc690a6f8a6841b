package io.torrentinno.agent.api.reading;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.agent.api.resources.ResourceController;
import io.torrentinno.agent.resource.view.Agent;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.reading.FileReader;
import io.torrentinno.agent.resource.view.reading.ReadableFile;
import io.torrentinno.protocol.model.InfoHash;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sends a resource's files. Each reader has a virtual thread and one buffer. */
@RestController
@RequestMapping(ResourceController.PATH + "/{infoHash}")
final class ContentController {
  private static final Logger log = LoggerFactory.getLogger(ContentController.class);
  private static final int BUFFER = 128 * 1024;

  /** The time between two checks whether the client of a waiting reader is still connected. */
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Agent agent;
  private final ReaderSlots slots;
  private final ReadingSettings settings;

  ContentController(Agent agent, ReaderSlots slots, ReadingSettings settings) {
    this.agent = agent;
    this.slots = slots;
    this.settings = settings;
  }

  /** A resource that is one file. */
  @GetMapping("/content")
  void content(
      @PathVariable InfoHash infoHash, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(agent.file(infoHash, List.of()), request, response);
  }

  /** A file of a folder. */
  @GetMapping("/files/{*path}")
  void file(
      @PathVariable InfoHash infoHash,
      @PathVariable String path,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    List<String> names = Arrays.asList(path.substring(1).split("/", -1));
    answer(agent.file(infoHash, names), request, response);
  }

  private void answer(ReadableFile file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ContentHeaders headers = ContentHeaders.of(file);
    headers.requireMatch(request);
    if (headers.isKnown(request)) {
      headers.writeKnown(response);
      return;
    }
    if (request.getMethod().equals(HttpMethod.HEAD.name())) {
      headers.write(new ContentHeaders.Part(0, file.size(), true), response);
      return;
    }
    ContentHeaders.Part part = headers.part(request, response);
    try (ReaderSlots.Slot slot = slots.take();
        FileReader reader = agent.read(file, part.begin(), part.end())) {
      byte[] bytes = new byte[BUFFER];
      // Until this returns, a refusal is answered with a problem.
      int first = next(reader, bytes, slot);
      headers.write(part, response);
      send(first, bytes, reader, response.getOutputStream(), slot);
    }
  }

  private void send(
      int first, byte[] bytes, FileReader reader, OutputStream out, ReaderSlots.Slot slot)
      throws IOException {
    try {
      for (int length = first; length >= 0; length = next(reader, bytes, slot)) {
        out.write(bytes, 0, length);
        out.flush(); // The next piece may take long.
      }
    } catch (ResourceException | RequestRefused e) {
      log.debug("An answer ended early: {}", e.getMessage());
      slot.breakOff();
    }
  }

  /**
   * Reads at least one byte; -1 at the end. Refuses the request as stalled when no byte comes in
   * time, or the client is gone.
   */
  private int next(FileReader reader, byte[] bytes, ReaderSlots.Slot slot) {
    long deadline = System.nanoTime() + settings.maxWait().toNanos();
    try {
      int length = 0;
      while (length == 0) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        length = reader.read(ByteBuffer.wrap(bytes), left.compareTo(STEP) < 0 ? left : STEP);
        if (length == 0 && slot.isAbandoned()) {
          throw new RequestRefused(Problem.STALLED, "the client has closed the connection");
        }
        if (length == 0 && deadline - System.nanoTime() <= 0) {
          throw new RequestRefused(
              Problem.STALLED, "no byte has arrived for " + settings.maxWait().toSeconds() + " s");
        }
      }
      return length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RequestRefused(Problem.BUSY, "the agent is ending", e);
    }
  }
}

package io.torrentinno.agent.api.events;

import io.torrentinno.agent.events.Delivery;
import io.torrentinno.agent.events.EventId;
import io.torrentinno.agent.events.NumberedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes server-sent events (HTML Living Standard, 9.2). */
final class EventWriter {
  private static final int RETRY_MILLIS = 2000;

  private final OutputStream out;
  private final ObjectWriter json;

  /**
   * A writer that has written nothing.
   *
   * @param out stays open; belongs to the caller
   */
  EventWriter(OutputStream out, JsonMapper mapper) {
    this.out = out;
    json =
        mapper
            .writer()
            .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM);
  }

  /** Writes after what time to connect again. */
  void begin() throws IOException {
    text("retry: " + RETRY_MILLIS + "\n\n");
    out.flush();
  }

  void write(Delivery delivery) throws IOException {
    switch (delivery) {
      case Delivery.Reset(EventId id, Delivery.Cause cause) ->
          event("reset", id, new EventData.Reset(label(cause)));
      case Delivery.News news -> {
        for (NumberedEvent event : news.events()) {
          event(event.type().label(), event.id(), EventData.of(event.event()));
        }
        if (!news.progress().isEmpty()) {
          event("progress", null, EventData.Progress.of(news.progress()));
        }
      }
      case Delivery.Nothing() -> text(": keep-alive\n\n");
      case Delivery.Ended(Delivery.Reason reason) -> end(reason);
    }
    out.flush();
  }

  /** Writes that the agent closes the stream. */
  void end(Enum<?> reason) throws IOException {
    event("end", null, new EventData.End(label(reason)));
    out.flush();
  }

  /** {@code agent-ends} for {@code AGENT_ENDS}. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void event(String type, @Nullable EventId id, EventData data) throws IOException {
    text("event: " + type + (id == null ? "" : "\nid: " + id) + "\ndata: ");
    try {
      json.writeValue(out, data);
    } catch (JacksonException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
    text("\n\n");
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}

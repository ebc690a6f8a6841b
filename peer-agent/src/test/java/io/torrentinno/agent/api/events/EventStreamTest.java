package io.torrentinno.agent.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.agent.api.RawHttp;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.events.AgentEvent;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The stream of events of a real server. */
@SpringBootTest(
    classes = FakeAgentApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    properties = {
      "torrentinno.agent.api.events.listeners=200",
      "torrentinno.agent.api.events.keep-alive=1s",
      "server.tomcat.connection-timeout=2s"
    })
class EventStreamTest {
  private static final String LIST =
      "GET /api/v1/resources HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final String LISTENERS = "torrentinno.agent.event.listeners";
  private static final Duration LONG = Duration.ofSeconds(60);

  @LocalServerPort private int port;

  @Value("${server.tomcat.max-connections}")
  private int connections;

  @Autowired private AgentEvents events;
  @Autowired private MeterRegistry metrics;
  private final List<EventClient> clients = new ArrayList<>();
  private final InfoHash movie = Samples.infoHash("movie");
  private final InfoHash song = Samples.infoHash("song");

  @AfterEach
  void hangUp() throws IOException {
    for (EventClient client : clients) {
      client.close();
    }
    await().atMost(LONG).until(() -> metrics.get(LISTENERS).gauge().value() == 0);
  }

  @Test
  void beginsWithAResetAndTellsWhatHappensThen() throws IOException {
    EventClient client = listen("");
    assertThat(client.status).startsWith("HTTP/1.1 200");
    assertThat(client.headers)
        .containsEntry("content-type", "text/event-stream")
        .containsEntry("cache-control", "no-store")
        .containsEntry("x-accel-buffering", "no");
    EventClient.Event reset = next(client);
    assertThat(reset.type()).isEqualTo("reset");
    assertThat(reset.data()).isEqualTo("{\"cause\":\"start\"}");

    events.publish(new AgentEvent.StateChanged(movie, failed()));

    EventClient.Event state = next(client);
    assertThat(state.type()).isEqualTo("state");
    assertThat(number(state)).isEqualTo(number(reset) + 1);
    assertThat(state.data())
        .isEqualTo(
            "{\"infoHash\":\""
                + movie
                + "\",\"name\":\"a\\nb\",\"state\":\"error\",\"size\":10,\"completedBytes\":5,"
                + "\"error\":\"the disk is full\",\"retryIn\":5}");
  }

  @Test
  void tellsProgressWithoutANumber() throws IOException {
    EventClient client = listen("");
    next(client);

    events.moved(movie);

    EventClient.Event progress = next(client);
    assertThat(progress.type()).isEqualTo("progress");
    assertThat(progress.id()).isNull();
    assertThat(progress.data())
        .isEqualTo(
            "{\"resources\":[{\"infoHash\":\""
                + movie
                + "\",\"completedBytes\":500000,\"downloadRate\":1000,\"uploadRate\":2000,"
                + "\"peers\":3,\"seeders\":1,\"eta\":2,\"waiting\":null}]}");
  }

  @Test
  void tellsOfBansAndSettings() throws IOException {
    EventClient client = listen("");
    next(client);
    PeerId peer = Samples.peer("-XX0001-", "x", true).peerId();

    events.publish(new AgentEvent.Banned(movie, peer, null, "corrupt", Duration.ofMillis(299_001)));
    events.publish(new AgentEvent.BanEnded(movie, peer));
    events.publish(new AgentEvent.SettingsChanged(null));
    events.publish(new AgentEvent.FailureChanged(movie, null));

    assertThat(next(client).data())
        .contains("\"peerId\":\"" + peer, "\"address\":null", "\"remaining\":300");
    assertThat(next(client).type()).isEqualTo("ban-end");
    assertThat(next(client).data()).isEqualTo("{\"infoHash\":null}");
    assertThat(next(client).data()).isEqualTo("{\"infoHash\":\"" + movie + "\",\"error\":null}");
  }

  @Test
  void goesOnAfterTheLastEventThatAListenerHasGot() throws IOException {
    EventClient first = listen("");
    String id = String.valueOf(next(first).id());
    events.publish(new AgentEvent.Removed(movie));
    String missedFrom = String.valueOf(next(first).id());
    first.close();
    events.publish(new AgentEvent.Removed(song));

    assertThat(next(resume(missedFrom)).data()).contains(song.toString());
    assertThat(next(resume(id)).data()).contains(movie.toString());
  }

  @ParameterizedTest
  @CsvSource({"e0-1, restart", "e1-1000000, unknown-id", "x, unknown-id"})
  void resetsWhoCanNotGoOn(String id, String cause) throws IOException {
    EventClient.Event first = next(resume(id));

    assertThat(first.type()).isEqualTo("reset");
    assertThat(first.data()).isEqualTo("{\"cause\":\"" + cause + "\"}");
  }

  @Test
  void tellsOnlyWhatIsAskedFor() throws IOException {
    EventClient client = listen("?infoHash=" + movie + "&infoHash=" + song + "&type=removed");
    next(client);

    events.publish(new AgentEvent.SettingsChanged(movie));
    events.publish(new AgentEvent.Removed(Samples.infoHash("other")));
    events.moved(movie);
    events.publish(new AgentEvent.Removed(song));

    assertThat(next(client).data()).contains(song.toString());
  }

  @Test
  void commentsWhileNothingHappens() throws IOException {
    EventClient client = listen("?type=ban");
    next(client);

    assertThat(client.next()).isEqualTo(new EventClient.Event("", null, "keep-alive"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ?infoHash=x, */*, 400, bad-info-hash",
    "GET, ?type=nonsense, text/event-stream, 400, bad-request",
    "GET, '', application/json, 406, not-acceptable",
    "POST, '', */*, 405, method-not-allowed"
  })
  void refusesWhatItCanNotAnswer(
      String method, String query, String accept, int status, String problem) throws IOException {
    String answer =
        RawHttp.answer(
            port,
            method
                + " /api/v1/events"
                + query
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: "
                + accept
                + "\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json", "problem:" + problem + "\"");
  }

  @Test
  void answersHeadAlone() throws IOException {
    String answer =
        RawHttp.answer(
            port, "HEAD /api/v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("Content-Type: text/event-stream");
  }

  @Test
  void answersCallsBesideAllListenersThatThereMayBe() throws IOException {
    // An agent that may open few files accepts fewer connections.
    int listeners = Math.min(200, connections / 4);
    for (int i = 0; i < listeners; i++) {
      assertThat(next(listen("")).type()).isEqualTo("reset");
    }

    assertThat(RawHttp.answer(port, LIST)).startsWith("HTTP/1.1 200 ");
    assertThat(
            RawHttp.answer(
                port,
                """
                GET /api/v1/events HTTP/1.1\r
                Host: localhost\r
                Connection: close\r
                Accept: text/event-stream\r
                \r
                """))
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: ", "problem:busy");
    events.publish(new AgentEvent.Removed(movie));
    for (EventClient client : clients) {
      assertThat(next(client).data()).contains(movie.toString());
    }
  }

  @Test
  void cutsOffAListenerThatTakesNothing() throws IOException {
    double before = ended("too-slow");
    EventClient slow = EventClient.withoutRoom(port);
    clients.add(slow);
    assertThat(next(slow).type()).isEqualTo("reset");

    AgentEvent.Summary large = new AgentEvent.Summary("x".repeat(10_000), "paused", 1, 1, null);
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          events.publish(new AgentEvent.StateChanged(movie, large));
          return ended("too-slow") > before;
        });
    assertThat(RawHttp.answer(port, LIST)).startsWith("HTTP/1.1 200 ");
  }

  private double ended(String reason) {
    return metrics
        .get("torrentinno.agent.event.listeners.ended")
        .tag("reason", reason)
        .functionCounter()
        .count();
  }

  private static AgentEvent.Summary failed() {
    return new AgentEvent.Summary(
        "a\nb",
        "error",
        10,
        5,
        new AgentEvent.Trouble("the disk is full", Duration.ofMillis(4100)));
  }

  private EventClient listen(String query) throws IOException {
    EventClient client = EventClient.listen(port, query);
    clients.add(client);
    return client;
  }

  private EventClient resume(String id) throws IOException {
    EventClient client = EventClient.resume(port, id);
    clients.add(client);
    return client;
  }

  /** The next event that is no comment. */
  private static EventClient.Event next(EventClient client) throws IOException {
    EventClient.Event event = client.next();
    while (event != null && event.type().isEmpty()) {
      event = client.next();
    }
    if (event == null) {
      throw new AssertionError("the stream has ended");
    }
    return event;
  }

  private static long number(EventClient.Event event) {
    String id = String.valueOf(event.id());
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }
}

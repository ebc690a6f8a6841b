package io.torrentinno.agent.announce;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TrackerOutagesTest {
  private static final TrackerAddress ONE = new TrackerAddress("one", 80);
  private static final TrackerAddress OTHER = new TrackerAddress("other", 80);
  private final AnnounceFailure away =
      new AnnounceFailure(AnnounceFailure.Reason.UNREACHABLE, "nobody answers");

  private final Logger logger = (Logger) LoggerFactory.getLogger(TrackerOutages.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final TrackerOutages outages = new TrackerOutages();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

  @Test
  void warnsOnceOfATrackerHoweverManyResourcesAreAnnouncedToIt() {
    for (int i = 0; i < 1000; i++) {
      outages.failed(ONE, "resource " + i, away);
    }
    outages.failed(OTHER, "resource", away);

    assertThat(warnings())
        .hasSize(2)
        .anyMatch(line -> line.contains("one:80 fails: nobody answers. resource 0"))
        .anyMatch(line -> line.contains("other:80 fails"));
  }

  @Test
  void warnsAgainAfterTheTrackerHasAnswered() {
    outages.failed(ONE, "a", away);
    outages.answered(ONE);
    outages.answered(ONE);
    outages.failed(ONE, "b", away);

    assertThat(warnings()).hasSize(2);
    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == Level.INFO)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("The tracker one:80 answers again");
  }

  /** The resources of a tracker that is gone may be removed, so that nothing answers for it. */
  @Test
  void remembersOnlyTheTrackersThatFailedLast() {
    outages.failed(ONE, "a", away);
    for (int i = 1; i <= TrackerOutages.MOST_AWAY; i++) {
      outages.failed(new TrackerAddress("gone", i), "b", away);
    }

    outages.answered(ONE);
    outages.answered(new TrackerAddress("gone", 1));

    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == Level.INFO)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("The tracker gone:1 answers again");
  }

  @Test
  void knowsWhichFailuresAreTheTrackers() {
    assertThat(away.isOutage()).isTrue();
    assertThat(new AnnounceFailure(AnnounceFailure.Reason.REFUSED, "no").isOutage()).isFalse();
  }

  private List<String> warnings() {
    return lines.list.stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}

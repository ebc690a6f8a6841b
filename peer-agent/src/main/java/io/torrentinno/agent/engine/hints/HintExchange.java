package io.torrentinno.agent.engine.hints;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.HintMessage;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import io.torrentinno.protocol.wire.HintMessage.HintsRequest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges copy hints with peers. They are fetched from one peer at a time, before pieces are
 * requested, because bytes that can be copied should not be fetched meanwhile. Requests for pieces
 * wait one second for the first peer that passes hints on, and then as long as a peer sends them,
 * but ten seconds at most. Peers that connect later are asked as long as pieces are missing, and
 * their hints are used for the pieces that are not started yet.
 */
public final class HintExchange {
  /** The time that pieces wait for a peer that has hints. */
  static final Duration MOST_WITHOUT_SOURCE = Duration.ofSeconds(1);

  /** The longest time without a byte from the peer. */
  static final Duration MOST_SILENCE = Duration.ofSeconds(5);

  /** The longest time that pieces wait for hints. */
  static final Duration MOST_WAITING = Duration.ofSeconds(10);

  /** A request for less costs, so that nobody has a file opened for each byte. */
  static final int LEAST_REQUEST = 16 * 1024;

  private final boolean enabled;
  private final Bitfield have;
  private final SessionOutput output;

  /** Told when pieces need not wait any more. */
  private final LongConsumer ended;

  private final Set<HintPeer> candidates = new LinkedHashSet<>();
  private boolean wanted;

  /** The peer that sends hints, or has sent those that are read now. */
  private @Nullable HintPeer source;

  /** The last source that was dropped before all of its hints had come. */
  private @Nullable HintPeer dropped;

  private final UselessHints useless = new UselessHints();

  private boolean complete;
  private int received;

  /** The length of the whole document, as the first part has said. */
  private int total;

  private boolean greeted;
  private long greetedAt;

  /** Whether pieces wait. */
  private boolean held;

  /** When the first peer was greeted, a peer was found to be useless, or the source sent a part. */
  private long movedAt;

  /**
   * An exchange on which nothing was said.
   *
   * @param wanted whether hints are of use
   * @param have the verified pieces, which change as they come in
   * @param ended takes the time when pieces are to wait for hints no longer; called once, or never
   *     when hints were not wanted
   */
  public HintExchange(
      SessionSettings settings,
      boolean wanted,
      Bitfield have,
      SessionOutput output,
      LongConsumer ended) {
    this.enabled = Feature.COPY_HINTS.isIn(settings.hello().features());
    this.wanted = wanted && enabled;
    this.held = this.wanted;
    this.have = have;
    this.output = output;
    this.ended = ended;
  }

  /** Whether pieces are to wait. */
  public boolean isAwaited() {
    return held;
  }

  /** The peer has sent its Hello. */
  public void greeted(HintPeer peer, long now) {
    if (!wanted) {
      return;
    }
    if (!greeted) {
      greeted = true;
      greetedAt = now;
      movedAt = now;
    }
    if (Feature.COPY_HINTS.isIn(peer.peer.features()) && useless.mayAsk(peer.peer.identity())) {
      candidates.add(peer);
      askNext(now);
    }
  }

  /**
   * Takes a message.
   *
   * @return why the peer is to be banned; null when all is well
   */
  public @Nullable DisconnectReason received(HintPeer peer, HintMessage message, long now) {
    return switch (message) {
      case HintsRequest request when enabled -> requested(peer, request, now);
      case HintsPart part when peer == source && !complete -> {
        arrived(peer, part, now);
        yield null;
      }
      case HintMessage _ -> peer.peer.mayCost(1, now) ? null : DisconnectReason.FLOOD;
    };
  }

  /**
   * Hints that have arrived were read.
   *
   * @param done false when others may have better ones
   */
  public void read(boolean done, long now) {
    if (!wanted) {
      return;
    }
    boolean present = received > 0; // Else this is about a source that was dropped before.
    HintPeer sender = present ? source : dropped;
    if (!done && sender != null) {
      useless.add(sender.peer.identity());
    }
    if (done || useless.isFull()) {
      end(now);
    } else if (present) {
      dropSource(now);
    }
  }

  /** The peer is gone. */
  public void left(HintPeer peer, long now) {
    candidates.remove(peer);
    if (peer == source && !complete) {
      dropSource(now);
    }
  }

  /** Time has passed. */
  public void tick(long now) {
    if (!wanted || !greeted) {
      return;
    }
    if (now - greetedAt >= MOST_WAITING.toNanos()) {
      release(now);
    }
    if (complete) {
      return;
    }
    Duration most = source == null ? MOST_WITHOUT_SOURCE : MOST_SILENCE;
    if (now - movedAt < most.toNanos()) {
      return;
    }
    if (source == null) {
      release(now);
    } else {
      dropSource(now);
    }
  }

  private @Nullable DisconnectReason requested(HintPeer peer, HintsRequest request, long now) {
    boolean needless = request.begin() != peer.next || request.length() < LEAST_REQUEST;
    peer.next = request.begin() + request.length();
    output
        .commands()
        .add(
            new SessionCommand.SendHints(
                peer.peer.connection(), request.begin(), request.length()));
    return needless && !peer.peer.mayCost(1, now) ? DisconnectReason.FLOOD : null;
  }

  private void arrived(HintPeer peer, HintsPart part, long now) {
    int length = part.bytes().length();
    if (part.begin() == 0) {
      total = part.total();
    }
    if (part.begin() != received
        || part.total() != total
        || length != Math.min(HintMessage.MAX_PART, total - received)
        || length == 0) { // It has none, or not all, or it delays.
      dropSource(now);
      return;
    }
    movedAt = now;
    received += length;
    complete = received == total;
    output.commands().add(new SessionCommand.TakeHints(part));
    if (!complete) {
      ask(peer, now);
    }
  }

  private void dropSource(long now) {
    if (source != null) {
      candidates.remove(source);
      if (received > 0 && !complete) {
        dropped = source;
        output.commands().add(new SessionCommand.DropHints());
      }
      source = null;
      received = 0;
      complete = false;
    }
    movedAt = now;
    askNext(now);
  }

  private void askNext(long now) {
    candidates.removeIf(peer -> !useless.mayAsk(peer.peer.identity()));
    if (source == null && !candidates.isEmpty() && !have.isFull()) {
      HintPeer next = candidates.iterator().next();
      source = next;
      ask(next, now);
    }
  }

  private void ask(HintPeer peer, long now) {
    output.send(peer.peer, new HintsRequest(received, HintMessage.MAX_PART), now);
  }

  private void end(long now) {
    wanted = false;
    source = null;
    dropped = null;
    candidates.clear();
    release(now);
  }

  private void release(long now) {
    if (held) {
      held = false;
      ended.accept(now);
    }
  }
}

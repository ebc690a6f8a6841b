package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.protocol.model.PeerAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of peers that an operator has named, and whose ids are not known yet. They are called
 * until a peer answers, as often as peers that are known. Has at most {@value #CAPACITY} of them.
 */
public final class NamedAddresses {
  public static final int CAPACITY = 100;

  private static final class Entry {
    boolean calling;
    int failures;
    long notBefore;
    @Nullable ConnectFailure failure;
  }

  private final Map<PeerAddress, Entry> entries = new LinkedHashMap<>();
  private int calling;

  /** Takes an address, which may be called at once. The oldest one makes room for it. */
  public void add(PeerAddress address, long now) {
    Entry entry = entries.computeIfAbsent(address, _ -> new Entry());
    entry.failures = 0;
    entry.notBefore = now;
    if (entries.size() > CAPACITY) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    Iterator<Entry> oldest = entries.values().iterator();
    calling -= oldest.next().calling ? 1 : 0;
    oldest.remove();
  }

  /** Takes up to {@code limit} addresses that may be called now. */
  public List<PeerAddress> toCall(int limit, long now) {
    List<PeerAddress> chosen = new ArrayList<>();
    entries.forEach((address, entry) -> {
      if (chosen.size() < limit && !entry.calling && entry.notBefore - now <= 0) {
        entry.calling = true;
        chosen.add(address);
      }
    });
    calling += chosen.size();
    return chosen;
  }

  /** A peer has answered, so its id is known, and the address is forgotten here. */
  public void answered(PeerAddress address) {
    Entry entry = entries.remove(address);
    calling -= entry != null && entry.calling ? 1 : 0;
  }

  /**
   * No peer has answered.
   *
   * @param why null when the reason is not known
   */
  public void silent(PeerAddress address, @Nullable ConnectFailure why, long now) {
    Entry entry = entries.get(address);
    if (entry == null || !entry.calling) {
      return;
    }
    entry.calling = false;
    calling--;
    entry.failure = why;
    entry.notBefore = now + PeerBook.retryDelay(entry.failures);
    entry.failures++;
    if (entry.failures > PeerBook.FORGET_AFTER_FAILURES) {
      entries.remove(address);
    }
  }

  /** The known reasons why no peer has answered, one for each address. */
  Stream<ConnectFailure> failures() {
    return entries.values().stream().flatMap(entry -> Stream.ofNullable(entry.failure));
  }

  /** Calls under way. */
  public int calling() {
    return calling;
  }

  public int size() {
    return entries.size();
  }
}

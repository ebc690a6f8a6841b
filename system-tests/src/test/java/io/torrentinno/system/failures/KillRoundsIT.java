package io.torrentinno.system.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.rest.ResourceBody;
import io.torrentinno.system.harness.AgentApi;
import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.ProblemException;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An agent that is killed again and again, whatever it is doing: it knows what it has promised, has
 * forgotten what it was told to forget, and every byte that others got of it is right.
 */
final class KillRoundsIT {
  private static final int SIZE = 3_000_000;
  private static final int CALLERS = 3;
  private static final int MOST_MILLIS = 1500;

  @RegisterExtension final Testbed testbed = new Testbed();

  private final Random random = new Random(1);
  private final AtomicInteger files = new AtomicInteger();

  /** What was promised, by info-hash: the SHA-256 of its content. */
  private final Map<String, String> promised = new ConcurrentHashMap<>();

  private final Set<String> removed = ConcurrentHashMap.newKeySet();

  /** Answers that blame the agent. */
  private final Set<String> faults = ConcurrentHashMap.newKeySet();

  private AgentProcess other;
  private AgentProcess killed;

  @BeforeEach
  void start() {
    List<AgentProcess> agents = testbed.agents(testbed.tracker().port(), "other", "killed");
    other = agents.get(0);
    killed = agents.get(1);
  }

  @Test
  void losesNothingThatItHasPromised() throws Exception {
    rounds(4);
  }

  @Test
  @Tag("long") // Some minutes.
  void losesNothingInManyRounds() throws Exception {
    rounds(20);
  }

  private void rounds(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      liveAndBeKilled();
      killed.restart();
      compare("round " + round);
    }
    settle();
    assertThat(faults).isEmpty();
    assertThat(other.api().bans()).isEmpty();
    assertThat(corrupt(other) + corrupt(killed)).as("bad pieces").isZero();
  }

  private void liveAndBeKilled() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    List<Thread> callers =
        random
            .longs(CALLERS)
            .mapToObj(seed -> Thread.startVirtualThread(() -> live(new Random(seed), over)))
            .toList();
    assertThat(over.await(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS)).isFalse();
    killed.kill();
    over.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private void live(Random choices, CountDownLatch over) {
    AgentApi api = killed.api();
    while (over.getCount() > 0) {
      try {
        switch (choices.nextInt(7)) {
          case 0 -> fetch(api, choices.nextBoolean());
          case 1 -> share(api);
          case 2 -> upload(api);
          case 3 -> any(choices, api::recheck);
          case 4 -> any(choices, api::pause);
          case 5 -> any(choices, api::resume);
          default -> remove(api, choices);
        }
      } catch (ProblemException e) {
        if (e.answer().status() >= 500) {
          faults.add(e.toString());
        } // Else one of the others was quicker.
      } catch (UncheckedIOException e) {
        return; // It is killed.
      }
    }
  }

  private void fetch(AgentApi api, boolean byLink) {
    Path file = newFile();
    ResourceBody shared = other.api().share(file);
    if (byLink) {
      api.addMagnet(shared.magnet());
    } else {
      api.add(other.api().manifest(shared.infoHash()));
    }
    promised.put(shared.infoHash(), TestFile.sha256(file));
  }

  private void share(AgentApi api) {
    Path file = newFile();
    promised.put(api.share(file).infoHash(), TestFile.sha256(file));
  }

  private void upload(AgentApi api) {
    int number = files.incrementAndGet();
    byte[] content = TestFile.bytes(SIZE, number);
    String infoHash = api.upload("upload-" + number + ".bin", content).infoHash();
    promised.put(infoHash, TestFile.sha256(content));
  }

  private void any(Random choices, Consumer<String> call) {
    List<String> known = List.copyOf(promised.keySet());
    if (!known.isEmpty()) {
      call.accept(known.get(choices.nextInt(known.size())));
    }
  }

  private void remove(AgentApi api, Random choices) {
    any(
        choices,
        infoHash -> {
          if (promised.size() < 3) {
            return;
          }
          promised.remove(infoHash);
          api.remove(infoHash, choices.nextBoolean());
          removed.add(infoHash);
        });
  }

  private Path newFile() {
    int number = files.incrementAndGet();
    return TestFile.write(testbed.directory().resolve("file-" + number + ".bin"), SIZE, number);
  }

  private void compare(String round) {
    Set<String> there = new HashSet<>();
    for (ResourceBody resource : killed.api().list()) {
      there.add(resource.infoHash());
    }
    assertThat(promised.keySet()).as(round).allMatch(there::contains);
    assertThat(there).as(round).noneMatch(removed::contains);
  }

  /** Everything is resumed and ends well, here and at the one who gets it. */
  private void settle() throws IOException {
    for (String infoHash : promised.keySet()) {
      killed.api().resume(infoHash);
      other.api().add(manifest(infoHash));
    }
    for (Map.Entry<String, String> each : promised.entrySet()) {
      for (AgentProcess agent : List.of(killed, other)) {
        await(agent.dataDir() + " " + each.getKey())
            .until(() -> agent.api().get(each.getKey()).state().equals("seeding"));
      }
      Path fetched = other.dataDir().resolve(other.api().get(each.getKey()).name());
      if (Files.exists(fetched)) { // Else it was shared there, where it lay.
        assertThat(TestFile.sha256(fetched)).isEqualTo(each.getValue());
      }
    }
  }

  private String manifest(String infoHash) {
    await(infoHash).ignoreExceptions().until(() -> !killed.api().manifest(infoHash).isEmpty());
    return killed.api().manifest(infoHash);
  }

  private static long corrupt(AgentProcess agent) {
    return agent.api().metrics().sum("torrentinno_agent_pieces_total", "outcome=\"corrupt\"");
  }
}

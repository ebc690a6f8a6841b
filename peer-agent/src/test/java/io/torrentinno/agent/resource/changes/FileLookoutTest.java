package io.torrentinno.agent.resource.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileLookoutTest {
  private final FileLookout lookout = new FileLookout(Runnable::run);
  private final List<Integer> looked = new ArrayList<>();
  private final List<Integer> changed = new ArrayList<>();

  private FileLookout.Watched watch(int number, boolean unchanged) {
    return lookout.add(
        () -> {
          looked.add(number);
          return unchanged;
        },
        () -> changed.add(number));
  }

  private void look(int rounds) {
    for (int round = 0; round < rounds; round++) {
      lookout.look();
    }
  }

  @Test
  void looksAtEachFileOnceInThirtyRounds() {
    for (int number = 0; number < 300; number++) {
      watch(number, true);
    }

    look(30);

    assertThat(looked).hasSize(300).doesNotHaveDuplicates();
    assertThat(changed).isEmpty();
  }

  @Test
  void looksAtAFewFilesInTurn() {
    watch(1, true);
    watch(2, false);

    look(4);

    assertThat(looked).containsExactly(1, 2, 1, 2);
    assertThat(changed).containsExactly(2, 2);
  }

  @Test
  void looksNoMoreAtWhatIsRemoved() {
    FileLookout.Watched gone = watch(1, false);
    watch(2, true);

    lookout.remove(gone);
    look(3);

    assertThat(looked).containsOnly(2);
    assertThat(changed).isEmpty();
  }
}

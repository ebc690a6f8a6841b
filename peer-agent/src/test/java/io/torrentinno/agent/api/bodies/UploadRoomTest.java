package io.torrentinno.agent.api.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadRoomTest {
  private final List<String> calls = new ArrayList<>();
  private final UploadRoom room = new UploadRoom(Path.of("."), () -> calls.add("none"));

  @Test
  void saysWhenNoUploadIsUnderWayAnyMore() throws Exception {
    UploadRoom.Claim first = room.claim(10);
    UploadRoom.Claim unknownLength = room.claim(-1);

    first.close();
    assertThat(calls).isEmpty();

    unknownLength.close();
    assertThat(calls).containsExactly("none");
  }
}

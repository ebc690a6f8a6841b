package io.torrentinno.agent.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaunchTest {
  private final Launch launch = new Launch();

  /** A call that waited for its turn before is answered within a second all the same. */
  @Test
  void waitsForWhatIsLeftOfTheTimeOfACall() {
    assertThat(Launch.patience(Duration.ZERO)).isEqualTo(Duration.ofMillis(600));
    assertThat(Launch.patience(Duration.ofMillis(250))).isEqualTo(Duration.ofMillis(350));
    assertThat(Launch.patience(Duration.ofMillis(500))).isEqualTo(Duration.ofMillis(200));
    assertThat(Launch.patience(Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void throwsTheFailureOfTheCheck() {
    assertThat(launch.claimFailure()).isTrue();
    launch.failed(new ResourceException(Reason.STORAGE, "no room"));

    assertThatThrownBy(() -> launch.await(System.nanoTime()))
        .isInstanceOf(ResourceException.class)
        .hasMessage("no room");
  }

  @Test
  void leavesLaterFailuresToTheStatusOfTheResource() {
    launch.await(System.nanoTime() - Duration.ofMinutes(1).toNanos());

    assertThat(launch.claimFailure()).isFalse();
  }
}

package io.torrentinno.agent.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LongCallsTest {
  private final List<Exception> refused = new ArrayList<>();
  private final List<String> served = new ArrayList<>();
  private final LongCalls onePlace =
      new LongCalls(
          4,
          (_, _, _, refusal) -> {
            refused.add(refusal);
            return null;
          });

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=600",
        "view=list&wait=2",
        "wait=10",
        "wait=011",
        "w%61it=600",
        "wait=1%30",
        "wait=9&x=%"
      })
  void refusesACallThatWaitsWhileOthersDo(String query) throws Exception {
    call(query, (_, _) -> call(query, (_, _) -> served.add("second")));

    assertThat(served).isEmpty();
    assertThat(refused)
        .singleElement()
        .isInstanceOfSatisfying(
            RequestRefused.class, it -> assertThat(it.problem()).isEqualTo(Problem.BUSY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wait=", "wait=0", "wait=1", "wait=01&view=list", "await=5"})
  void servesShortCallsWhileOthersWait(String query) throws Exception {
    call("wait=600", (_, _) -> call(query, (_, _) -> served.add("second")));

    assertThat(served).containsExactly("second");
  }

  @Test
  void givesThePlaceToAnother() throws Exception {
    call("wait=600", (_, _) -> served.add("first"));
    call("wait=600", (_, _) -> served.add("second"));

    assertThat(served).containsExactly("first", "second");
  }

  private void call(String query, FilterChain chain) throws ServletException, IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/resources/x");
    request.setQueryString(query.isEmpty() ? null : query);
    onePlace.doFilter(request, new MockHttpServletResponse(), chain);
  }
}

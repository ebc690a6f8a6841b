package io.torrentinno.agent.api.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class BodyGuardTest {
  private static final BodySettings ONE_AT_A_TIME =
      new BodySettings(
          1, 1, 1, Duration.ofMillis(20), Duration.ofSeconds(20), DataSize.ofKilobytes(1));

  private final List<Exception> refused = new ArrayList<>();
  private final BodyGuard guard =
      new BodyGuard(
          ONE_AT_A_TIME,
          new UploadRoom(Path.of("."), () -> {}),
          (_, _, _, refusal) -> {
            refused.add(refusal);
            return null;
          });

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/resources/share", "/api/v1/limits", "/"})
  void countsFormsAsUploadsInEveryCall(String path) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
    request.setContentType("multipart/form-data; boundary=b");

    assertThat(BodyKind.of(request)).isEqualTo(BodyKind.UPLOAD);
  }

  @Test
  void givesTheTurnToAnotherWhenABodyHasBeenRead() throws Exception {
    List<String> served = new ArrayList<>();
    FilterChain reads = (request, _) -> served.add(read(request.getInputStream().readAllBytes()));

    serve((request, _) -> {
      served.add(read(request.getInputStream().readAllBytes()));
      serve(reads); // The first call goes on meanwhile.
    });

    assertThat(served).containsExactly("{}", "{}");
    assertThat(refused).isEmpty();
  }

  @Test
  void refusesAnotherWhileABodyIsRead() throws Exception {
    serve((request, _) -> {
      assertThat(request.getInputStream().read()).isEqualTo('{');
      serve((_, _) -> {
        throw new ServletException("it has no turn");
      });
    });

    assertThat(refused).singleElement().isInstanceOf(BodyRefused.class);
  }

  @Test
  void givesTheTurnToAnotherWhenACallEndsWithoutReading() throws Exception {
    List<String> served = new ArrayList<>();

    serve((_, _) -> {});
    serve((_, _) -> served.add("second"));

    assertThat(served).containsExactly("second");
  }

  @Test
  void countsANetworkOfIpv6AsOneCaller() {
    assertThat(BodyGuard.callerAt("2001:db8:1:2::3"))
        .isEqualTo(BodyGuard.callerAt("2001:db8:1:2:ffff::4"))
        .isNotEqualTo(BodyGuard.callerAt("2001:db8:1:3::3"));
    assertThat(BodyGuard.callerAt("192.0.2.1")).isNotEqualTo(BodyGuard.callerAt("192.0.2.2"));
    assertThat(BodyGuard.callerAt("unknown")).isEqualTo("unknown");
  }

  private void serve(FilterChain chain) throws ServletException {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/resources");
    request.setContentType("application/json");
    request.setContent(new byte[] {'{', '}'});
    boolean _ =
        ScopedValue.where(IncomingBody.CURRENT, new FakeBody())
            .<Boolean, ServletException>call(() -> {
              try {
                guard.doFilterInternal(request, new MockHttpServletResponse(), chain);
                return true;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static String read(byte[] body) {
    return new String(body, StandardCharsets.US_ASCII);
  }
}

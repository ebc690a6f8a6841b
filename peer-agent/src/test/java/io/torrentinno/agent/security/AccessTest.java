package io.torrentinno.agent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.FakeAgentApplication;
import io.torrentinno.protocol.token.Scope;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** An agent that has tokens. */
@SpringBootTest(classes = FakeAgentApplication.class)
@AutoConfigureMockMvc
class AccessTest {
  private static final String HASH = "ab".repeat(32);
  private static final String ONE = "/api/v1/resources/" + HASH;
  private static final TestTokens TOKENS = TestTokens.create();
  private static final String READ = TOKENS.add("reader", Scope.READ);
  private static final String OPERATE = TOKENS.add("operator", Scope.OPERATE);
  private static final String ADMIN = TOKENS.add("admin", Scope.ADMIN);
  private static final String ANNOUNCE = TOKENS.add("announcer", Scope.ANNOUNCE);
  private static final String EXPIRED = TOKENS.add("old", Instant.EPOCH, Scope.ADMIN);

  @Autowired private MockMvc mvc;
  @Autowired private FakeAgent agent;
  @Autowired private MeterRegistry metrics;

  @DynamicPropertySource
  static void nameTheFile(DynamicPropertyRegistry registry) {
    TOKENS.nameTo(registry);
  }

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/resources",
        "/api/v1/events",
        "/api/v1/session",
        "/api/v1/nowhere",
        "/api;x=1/v1/resources",
        "/api/v1/resources/x/files/a%2Fb;c",
        "/actuator/prometheus",
        "/actuator"
      })
  void asksForATokenAlsoOnItsOwnMachine(String path) throws Exception {
    double before = refused("token-needed");
    MockHttpServletResponse answer = send(GET, path, null);

    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(answer.getHeader("WWW-Authenticate")).isEqualTo("Bearer realm=\"torrentinno\"");
    assertThat(answer.getContentAsString())
        .contains("urn:torrentinno:problem:token-needed", "TORRENTINNO_TOKEN");
    assertThat(refused("token-needed")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/",
        "/index.html",
        "/app.js",
        "/style.css"
      })
  void letsAnybodySeeHealthAndTheEmptyPage(String path) throws Exception {
    assertThat(send(GET, path, null).getStatus()).isEqualTo(200);
    assertThat(send(GET, path, "ti_wrong").getStatus()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/resources, read",
    "GET, /api/v1/bans, read",
    "GET, /api/v1/limits, read",
    "GET, /actuator/prometheus, read",
    "POST, /api/v1/resources/resume, operate",
    "POST, /api/v1/resources/HASH/pause, operate",
    "PUT, /api/v1/limits, operate",
    "PUT, /api/v1/resources/HASH/files, operate",
    "DELETE, /api/v1/resources/HASH, operate",
    "DELETE, /api/v1/resources/HASH?deleteData=false, operate",
    "DELETE, /api/v1/shares/1, operate",
    "DELETE, /api/v1/resources/HASH?deleteData=true, admin",
    "DELETE, /api/v1/resources/HASH?deleteData=false&deleteData=on, admin",
    "DELETE, /api/v1/resources/HASH?delete%44ata=1, admin",
    "DELETE, /api/v1/bans/HASH, admin",
    "DELETE, /api/v1/bans;x=1/HASH, admin",
    "DELETE, /api/v1/session, read",
    "POST, /anything/else, operate"
  })
  void asksForTheScopeOfTheTable(HttpMethod method, String path, String scope) throws Exception {
    String call = path.replace("HASH", HASH);
    String[] tokens = {ANNOUNCE, READ, OPERATE, ADMIN};
    int least = 1 + List.of("read", "operate", "admin").indexOf(scope);
    for (int i = 0; i < tokens.length; i++) {
      MockHttpServletResponse answer = send(method, call, tokens[i]);
      if (i < least) {
        assertThat(answer.getStatus()).as("token %d", i).isEqualTo(403);
        assertThat(answer.getContentAsString())
            .contains("urn:torrentinno:problem:scope-missing", "needs the scope " + scope);
        assertThat(answer.getHeader("WWW-Authenticate"))
            .contains("error=\"insufficient_scope\", scope=\"" + scope + "\"");
      } else {
        assertThat(answer.getStatus()).as("token %d", i).isNotIn(401, 403);
      }
    }
  }

  @Test
  void refusesTokensThatAreUnknownExpiredOrMalformed() throws Exception {
    for (String token : new String[] {EXPIRED, "ti_" + "A".repeat(43), "", "x".repeat(5000)}) {
      MockHttpServletResponse answer = from("192.0.2.1", GET, ONE, token);
      assertThat(answer.getStatus()).isEqualTo(401);
      assertThat(answer.getHeader("WWW-Authenticate")).contains("error=\"invalid_token\"");
      assertThat(answer.getContentAsString()).contains("urn:torrentinno:problem:token-refused");
    }
    assertThat(from("192.0.2.1", GET, ONE, EXPIRED).getContentAsString())
        .contains("the token old has expired");
  }

  @Test
  void refusesAddressesThatSendTooManyWrongTokens() throws Exception {
    String wrong = "ti_" + "B".repeat(43);
    for (int i = 0; i < FailedAttempts.BURST; i++) {
      assertThat(from("192.0.2.2", GET, ONE, wrong).getStatus()).isEqualTo(401);
    }

    MockHttpServletResponse answer = from("192.0.2.2", GET, ONE, wrong);

    assertThat(answer.getStatus()).isEqualTo(429);
    assertThat(answer.getContentAsString()).contains("urn:torrentinno:problem:too-many-attempts");
    assertThat(from("192.0.2.3", GET, ONE, wrong).getStatus()).isEqualTo(401);
    assertThat(from("192.0.2.2", GET, "/api/v1/resources", READ).getStatus()).isEqualTo(200);
  }

  @Test
  void takesAndRefusesTokensThatChangeWhileItRuns() throws Exception {
    String late = TOKENS.add("late", Scope.READ);
    await().until(() -> send(GET, "/api/v1/resources", late).getStatus() == 200);

    Cookie cookie = cookie(logIn(late));
    TOKENS.revoke("late");

    await()
        .untilAsserted(() ->
            assertThat(mvc.perform(request(GET, "/api/v1/resources").cookie(cookie)))
                .satisfies(
                    it -> assertThat(it.andReturn().getResponse().getStatus()).isEqualTo(401)));
    assertThat(send(GET, "/api/v1/resources", late).getStatus()).isEqualTo(401);
  }

  @Test
  void logsABrowserInAndOut() throws Exception {
    MockHttpServletResponse begun = logIn(OPERATE);
    Cookie cookie = cookie(begun);
    assertThat(begun.getHeader("Set-Cookie"))
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain("Secure", OPERATE);
    assertThat(begun.getContentAsString())
        .contains("\"name\":\"operator\"", "\"scopes\":[\"operate\"]", "csrfToken");
    String csrf = csrf(begun);

    assertThat(send(request(GET, "/api/v1/session").cookie(cookie)).getContentAsString())
        .contains(csrf);
    assertThat(pause(cookie, csrf).getStatus()).isNotIn(401, 403);
    assertThat(
            send(request(DELETE, "/api/v1/bans/" + HASH)
                    .cookie(cookie)
                    .header("X-CSRF-Token", csrf))
                .getStatus())
        .isEqualTo(403);

    MockHttpServletResponse ended =
        send(request(DELETE, "/api/v1/session").cookie(cookie).header("X-CSRF-Token", csrf));
    assertThat(ended.getStatus()).isEqualTo(204);
    assertThat(ended.getHeader("Set-Cookie")).contains("Max-Age=0");
    assertThat(send(request(GET, "/api/v1/session").cookie(cookie)).getStatus()).isEqualTo(401);
  }

  @Test
  void refusesChangesOfABrowserWithoutItsCsrfToken() throws Exception {
    Cookie cookie = cookie(logIn(OPERATE));
    String ofAnother = csrf(logIn(OPERATE));

    assertThat(pause(cookie, null).getContentAsString())
        .contains("urn:torrentinno:problem:bad-csrf-token");
    assertThat(pause(cookie, ofAnother).getStatus()).isEqualTo(403);
  }

  @Test
  void givesASecureCookieUnderHttps() throws Exception {
    MockHttpServletResponse begun =
        send(
            request(POST, "/api/v1/session")
                .secure(true)
                .header("Authorization", "Bearer " + READ));

    assertThat(begun.getHeader("Set-Cookie")).contains("Secure");
  }

  @Test
  void writesALineForEachChange() throws Exception {
    List<String> lines =
        audited(() -> {
          from("192.0.2.9", DELETE, ONE + "?deleteData=true&x=%0A%1b[31m\"", ADMIN);
          from("192.0.2.9", GET, ONE, ADMIN);
          from("192.0.2.9", DELETE, ONE + "?deleteData=true", READ);
          from("192.0.2.9", DELETE, ONE + "?deleteData=true", null);
        });

    assertThat(lines)
        .hasSize(2)
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    "who=admin from=192.0.2.9 via=token call=\"DELETE " + ONE + "?deleteData",
                    "resource=" + HASH + " status=")
                .doesNotContain("\u001b"))
        .anySatisfy(line -> assertThat(line).contains("who=reader").endsWith("status=403"));
    assertThat(lines.toString()).doesNotContain(ADMIN, READ);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/resources;OTHER/HASH?deleteData=true",
        "/api;OTHER/v1/resources/HASH;OTHER/pause",
        "/api/v1/resources/%61bHASH",
        "/api/v1/resources/HASH/files/OTHER"
      })
  void namesTheResourceThatACallChanges(String path) throws Exception {
    String other = "cd".repeat(32);
    String call =
        path.replace("%61bHASH", "%61b" + HASH.substring(2))
            .replace("HASH", HASH)
            .replace("OTHER", other);

    assertThat(audited(() -> send(DELETE, call, ADMIN)))
        .singleElement()
        .asString()
        .contains(" resource=" + HASH + " ");
  }

  @Test
  void namesNoResourceWhereACallHasNone() throws Exception {
    assertThat(audited(() -> send(DELETE, "/api/v1/bans/" + HASH, ADMIN)))
        .singleElement()
        .asString()
        .contains(" resource=- ");
  }

  @Test
  void hidesNoPartOfACall() throws Exception {
    String call = "/api/v1/resources;" + "x".repeat(3000) + "/" + HASH + "?" + "&".repeat(3000);

    assertThat(audited(() -> send(DELETE, call + "deleteData=true", ADMIN)))
        .singleElement()
        .asString()
        .contains(call + "deleteData=true\"");
  }

  private interface Calls {
    void run() throws Exception;
  }

  /** The lines of the audit log that calls write. */
  private static List<String> audited(Calls calls) throws Exception {
    Logger audit = (Logger) LoggerFactory.getLogger("audit");
    ListAppender<ILoggingEvent> written = new ListAppender<>();
    written.start();
    audit.setLevel(Level.INFO); // another test may have silenced the log
    audit.addAppender(written);
    try {
      calls.run();
    } finally {
      audit.detachAppender(written);
      audit.setLevel(null);
    }
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private MockHttpServletResponse logIn(String token) throws Exception {
    return send(POST, "/api/v1/session", token);
  }

  private static Cookie cookie(MockHttpServletResponse begun) {
    return Objects.requireNonNull(begun.getCookie("torrentinno-80"));
  }

  private static String csrf(MockHttpServletResponse begun) throws IOException {
    return begun.getContentAsString().replaceAll(".*\"csrfToken\":\"([^\"]+)\".*", "$1");
  }

  private MockHttpServletResponse pause(Cookie cookie, @Nullable String csrf) throws Exception {
    MockHttpServletRequestBuilder call = request(POST, ONE + "/pause").cookie(cookie);
    return send(csrf == null ? call : call.header("X-CSRF-Token", csrf));
  }

  private double refused(String reason) {
    return metrics.get("torrentinno.agent.refused.calls").tag("reason", reason).counter().count();
  }

  private MockHttpServletResponse send(HttpMethod method, String path, @Nullable String token)
      throws Exception {
    return from("127.0.0.1", method, path, token);
  }

  private MockHttpServletResponse from(
      String address, HttpMethod method, String path, @Nullable String token) throws Exception {
    MockHttpServletRequestBuilder call =
        request(method, URI.create(path.replace("[", "%5B").replace("\"", "%22")))
            .remoteAddress(address);
    return send(token == null ? call : call.header("Authorization", "Bearer " + token));
  }

  private MockHttpServletResponse send(MockHttpServletRequestBuilder call) throws Exception {
    return mvc.perform(call).andReturn().getResponse();
  }
}

package io.torrentinno.agent.api.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.Samples;
import io.torrentinno.agent.api.errors.Problems;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@ApiTest
class ParameterGuardTest {
  private static final String RESOURCES = "/api/v1/resources";

  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping calls;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @Test
  void refusesUnknownParametersOfEveryCall() {
    int refused = 0;
    for (Map.Entry<RequestMappingInfo, HandlerMethod> call : calls.getHandlerMethods().entrySet()) {
      boolean own =
          call.getValue().getBeanType().getPackageName().startsWith("io.torrentinno.agent.api");
      if (own && hasMethod(call.getKey()) && !takesForms(call.getKey())) {
        Problems.expect(send(call.getKey()), 400, "bad-request")
            .jsonPath("$.detail")
            .value(String.class, detail -> assertThat(detail).contains("no parameter zzz"));
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(25);
    assertThat(agent.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "?to=x, to, destination",
    "?nmae=x, nmae, did you mean name?",
    "?ony=x, ony, did you mean only?",
    "?name=a&replaec=true, replaec, did you mean replace?"
  })
  void namesTheParameterAndTheNearestRightOne(String query, String wrong, String right) {
    for (String call : new String[] {RESOURCES, RESOURCES + "/batch"}) {
      Problems.expect(post(call + query, "{}"), 400, "bad-request")
          .jsonPath("$.detail")
          .value(
              String.class, detail -> assertThat(detail).contains("no parameter " + wrong, right));
    }
  }

  @Test
  void looksAtThePartsOfForms() {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add("manifest", Samples.MANIFEST);
    form.add("nmae", "x");

    ResponseSpec answer =
        client
            .post()
            .uri(RESOURCES)
            .contentType(MediaType.MULTIPART_FORM_DATA)
            .body(form)
            .exchange();

    Problems.expect(answer, 400, "bad-request")
        .jsonPath("$.detail")
        .value(String.class, detail -> assertThat(detail).contains("did you mean name?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /limits | {\"uploadPerSec\": 1} | did you mean uploadPerSecond?",
        "PUT | /limits | [] | the body must be a JSON object (uploadPerSecond, downloadPerSecond)",
        "POST | /resources/share | {\"pth\": \"a\"} | did you mean path?",
        "POST | /resources/share | [] | the body must be a JSON object (path, include,",
        "POST | /resources/share | {\"path\": \"a\", \"pieceSize\": \"x\"} | a whole number",
        "POST | /resources/share/batch | {} | the body must be an array",
        "PUT | /resources/HASH/trackers | {\"tracker\": []} | did you mean trackers?",
        "PUT | /resources/HASH/trackers | {\"trackers\": [{}]} | trackers must be a string",
        "PUT | /resources/HASH/trackers | {\"trackers\": 5} | trackers must be an array",
        "PUT | /resources/HASH/trackers | [] | the body must be a JSON object (trackers)",
        "POST | /resources/HASH/peers | [] | the body must be a JSON object (address)",
        "POST | /resources/HASH/peers | {\"adress\": \"a:1\"} | did you mean address?",
        "PUT | /resources/HASH/files | {\"ony\": []} | did you mean only?",
        "PUT | /resources/HASH/order | {\"ordr\": \"x\"} | did you mean order?",
        "POST | /resources | {\"magnt\": \"x\"} | did you mean magnet?",
        "POST | /resources | {\"magnet\": \"x\", \"to\": \"x\"} | no field to",
        "POST | /resources | [] | the body must be a manifest, or a JSON object",
        "POST | /resources | {} | a manifest, or a JSON object with the field manifestUrl",
        "POST | /resources | '' | the body is empty",
      })
  void saysWhatABodyMustBe(String method, String path, String body, String said) {
    String uri = "/api/v1" + path.replace("HASH", Samples.infoHash("film").toString());
    client
        .method(HttpMethod.valueOf(method))
        .uri(uri)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.detail")
        .value(
            String.class,
            detail -> assertThat(detail).contains(said).doesNotContain("io.torrentinno", "java."));
  }

  /** False for the page of errors. */
  private static boolean hasMethod(RequestMappingInfo call) {
    return !call.getMethodsCondition().getMethods().isEmpty();
  }

  private static boolean takesForms(RequestMappingInfo call) {
    return call.getConsumesCondition().getConsumableMediaTypes().stream()
        .anyMatch(MediaType.MULTIPART_FORM_DATA::includes);
  }

  private ResponseSpec send(RequestMappingInfo call) {
    String pattern = call.getPatternValues().iterator().next();
    String path =
        pattern
            .replace("{infoHash}", Samples.infoHash("film").toString())
            .replace("{peerId}", "ab".repeat(32))
            .replaceAll("\\{[^}]*\\}", "x");
    HttpMethod method = call.getMethodsCondition().getMethods().iterator().next().asHttpMethod();
    RestTestClient.RequestBodySpec request = client.method(method).uri(path + "?zzz=1");
    return Set.of(HttpMethod.PUT, HttpMethod.POST).contains(method)
        ? request.contentType(MediaType.APPLICATION_JSON).body("{}").exchange()
        : request.exchange();
  }

  private ResponseSpec post(String uri, String body) {
    return client.post().uri(uri).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
  }
}

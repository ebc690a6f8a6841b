package io.torrentinno.agent.api.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.api.ApiTest;
import io.torrentinno.agent.api.FakeAgent;
import io.torrentinno.agent.api.errors.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** What clients write into the part of a file. */
@ApiTest
class UploadNameTest {
  @Autowired private RestTestClient client;
  @Autowired private FakeAgent agent;
  @Autowired private UploadFolder uploads;

  @BeforeEach
  void forgetEverything() {
    agent.reset();
  }

  @AfterEach
  void deleteUploads() throws IOException {
    try (Stream<Path> files = Files.list(uploads.dataDir())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "filename=\"film.mkv\"|film.mkv",
        "FileName = film.mkv ; x=y|film.mkv",
        "filename=\" two  blanks \"|` two  blanks `",
        "filename=\"a;b=c,d.bin\"|a;b=c,d.bin",
        "filename=\"it's \\\"quoted\\\".bin\"|it's \"quoted\".bin",
        "filename=\"100%.bin\"|100%.bin",
        "filename=\"a%2Fb\"|a%2Fb",
        "filename=\"=?UTF-8?Q?a?=\"|=?UTF-8?Q?a?=",
        "filename=\"Größer 한.bin\"|Größer 한.bin",
        "filename=\"cafe\u0301\"|cafe\u0301",
        "filename*=UTF-8''Gr%C3%B6%C3%9Fer%20%22a%22.bin|Größer \"a\".bin",
        "filename=\"x\"; filename*=utf-8'en'%e2%82%ac|€"
      })
  void keepsANameToTheByte(String parameters, String name) {
    send(parameters).expectStatus().isCreated().expectBody().jsonPath("$.name").isEqualTo(name);

    assertThat(agent.shared().file().getFileName()).hasToString(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x=y",
        "filename=",
        "filename=\"\"",
        "filename=\"%22quoted%22.bin\"",
        "filename=\"a%0D%0ab\"",
        "filename=\"a\\\"",
        "filename=\"C:\\folder\\film.mkv\"",
        "filename=\"a\\\\b\"",
        "filename=\"../film.mkv\"",
        "filename=\"cod\u202egpj.exe\"",
        "filename=\"a\"; filename=\"b\"",
        "filename*=UTF-8''cod%E2%80%AEgpj.exe",
        "filename*=UTF-8''a%2Fb",
        "filename*=UTF-8''%FF",
        "filename*=ISO-8859-1''%E4",
        "filename*=UTF-8"
      })
  void refusesANameThatIsNotKept(String parameters) {
    Problems.expect(send(parameters), 400, "bad-name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"filename*=UTF-8''%4", "filename*=UTF-8''%zz"})
  void refusesAFormThatTheServerCanNotRead(String parameters) {
    Problems.expect(send(parameters), 400, "bad-request");
  }

  private ResponseSpec send(String parameters) {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; "
            + parameters
            + "\r\nContent-Type: application/octet-stream\r\n\r\nbytes\r\n--b--\r\n";
    return client
        .post()
        .uri("/api/v1/resources/share")
        .header("Content-Type", "multipart/form-data; boundary=b")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .exchange();
  }
}

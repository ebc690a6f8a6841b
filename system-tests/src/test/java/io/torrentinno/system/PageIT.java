package io.torrentinno.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.Token;
import io.torrentinno.protocol.token.TokenFile;
import io.torrentinno.protocol.token.TokenText;
import io.torrentinno.system.harness.AgentProcess;
import io.torrentinno.system.harness.Browser;
import io.torrentinno.system.harness.HttpAnswer;
import io.torrentinno.system.harness.PathProxy;
import io.torrentinno.system.harness.TestFile;
import io.torrentinno.system.harness.TestFolder;
import io.torrentinno.system.harness.Testbed;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The agent's page in a browser, during a transfer. The screenshot goes to {@code target}; with
 * {@code -Dtorrentinno.renew=true} it becomes the one in the README.
 */
@Tag("full")
final class PageIT {
  private static final String NAME = "golden-image-2026.11.img";
  private static final int SIZE = 256 << 20;
  private static final int LIMIT = 10 << 20;

  @RegisterExtension final Testbed testbed = new Testbed();

  @Test
  void showsATransferWhileItGoesOnAndWhenItIsDone() {
    List<AgentProcess> agents = testbed.agents(testbed.tracker().port(), "a", "b", "c", "fetcher");
    AgentProcess fetcher = agents.getLast();
    Path file = testbed.file(NAME, SIZE);
    String infoHash = seedOn(agents.subList(0, 3), file);
    String other = fetcher.api().share(testbed.file("release-notes.pdf", 3 << 20)).infoHash();
    fetcher.api().pause(fetcher.api().share(testbed.file("old-image.img", 40 << 20)).infoHash());
    fetcher.api().limitDownload(LIMIT);
    Browser browser =
        testbed.closing(Browser.start(testbed.directory().resolve("profile"), 1240, 1050));
    browser.open(fetcher.page());
    await(browser, "#list", "release-notes.pdf");

    fetcher.api().add(agents.getFirst().api().manifest(infoHash));
    String item = "#list li:has(a[href='#" + infoHash + "'])";
    await(browser, item + " .name", NAME);
    browser.click(item + " .open");

    Awaitility.await("half of it")
        .until(() -> browser.text(item + " .amount").matches("[5-9]\\d% of 256.0 MiB"));
    await(browser, item + " .peers", "3 peers, 3 seeding");
    assertThat(browser.text(item + " .state")).isEqualToIgnoringCase("downloading");
    assertThat(browser.text(item + " .down")).matches("↓ \\d+\\.\\d MB/s");
    assertThat(browser.text("#detail .hash code")).isEqualTo(infoHash);
    assertThat(browser.count("#detail .peers tbody tr")).isEqualTo(3);
    await(browser, "#list", "paused");
    browser.photograph(screenshot());

    fetcher.api().limitDownload(0);
    assertThat(fetcher.awaitComplete(infoHash)).isEqualTo(TestFile.sha256(file));
    await(browser, item + " .state", "seeding");
    assertThat(browser.text("#list li:has(a[href='#" + other + "']) .state")).contains("seeding");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void listsTheFilesOfAFolderWhenTheyAreAskedFor() throws Exception {
    AgentProcess agent = testbed.agents(testbed.tracker().port(), "a").getFirst();
    Path folder = TestFolder.source(testbed.directory().resolve("source"));
    String infoHash = agent.api().share(folder).infoHash();
    Browser browser =
        testbed.closing(Browser.start(testbed.directory().resolve("profile"), 1200, 980));

    browser.open(agent.page().resolve("/#" + infoHash));
    await(browser, "#detail .name", "source");
    assertThat(browser.count("#detail .files tbody tr")).isZero();
    browser.click("#detail .files summary");

    await(browser, "#detail .file-count", "403"); // 400 files, a script, a page, a link
    assertThat(browser.count("#detail .files tbody tr")).isEqualTo(200);
    assertThat(browser.text("#detail .files tbody")).contains("build.sh", "docs → src/module 0");
    assertThat(browser.text("#detail .more")).startsWith("and 203 more");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void addsSomeFilesOfAFolderFromAPeerThatIsNamedByHand() throws Exception {
    List<AgentProcess> agents = testbed.agents(testbed.tracker().port(), "seeder", "fetcher");
    Path folder = TestFolder.source(testbed.directory().resolve("source"));
    String infoHash = agents.getFirst().api().share(folder).infoHash();
    AgentProcess fetcher = agents.getLast();
    Browser browser =
        testbed.closing(Browser.start(testbed.directory().resolve("profile"), 1200, 980));

    browser.open(fetcher.page());
    browser.click("#open-add");
    browser.type("#add-dialog [name=url]", agents.getFirst().api().get(infoHash).magnet());
    browser.type("#add-dialog [name=only]", "build.sh\n**/*.html");
    browser.click("#add-dialog [type=submit]");

    await(browser, "#list .state", "seeding");
    assertThat(fetcher.api().get(infoHash).selectedBytes())
        .isPositive()
        .isLessThan(fetcher.api().get(infoHash).size());
    browser.click("#list .open");
    browser.type("#detail .add-peer [name=address]", "127.0.0.1:" + agents.getFirst().listenPort());
    browser.click("#detail .add-peer [type=submit]");
    await(browser, "#detail .add-peer .called", "127.0.0.1:");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void asksForATokenAndForgetsItWhenItsReaderLogsOut() throws Exception {
    AgentProcess agent = testbed.agents(testbed.tracker().port(), "a").getFirst();
    agent.api().share(testbed.file("before.img", 1 << 20));
    String text = TokenText.create(new SecureRandom());
    new TokenFile(agent.dataDir().resolve(".torrentinno/tokens"))
        .add(new Token("alice", Set.of(Scope.OPERATE), Instant.MAX, TokenText.hash(text)));
    Browser browser =
        testbed.closing(Browser.start(testbed.directory().resolve("profile"), 1200, 980));
    Awaitility.await("the agent has read its tokens")
        .untilAsserted(() -> assertThat(statusOf(agent.page())).isEqualTo(401));

    browser.open(agent.page());
    await(browser, "#login-dialog[open]", "asks for a token");
    assertThat(browser.text("#list")).doesNotContain("before.img");
    logIn(browser, "ti_wrong");
    await(browser, "#login-dialog .error", "this agent does not know the token");
    assertThat(browser.cookies()).isEmpty();

    browser.clear("#login-dialog [name=token]");
    logIn(browser, text);
    await(browser, "#list", "before.img");
    assertThat(browser.count("#login-dialog[open]")).isZero();
    assertThat(browser.cookies())
        .singleElement()
        .satisfies(cookie -> {
          assertThat(cookie.isHttpOnly()).isTrue();
          assertThat(cookie.getSameSite()).isEqualTo("Strict");
          assertThat(cookie.getValue()).doesNotContain(text);
        });
    browser.click("#list .open");
    browser.click("#detail .pause");
    await(browser, "#list .state", "paused");

    browser.click("#log-out");
    await(browser, "#login-dialog[open]", "asks for a token");
    assertThat(browser.cookies()).isEmpty();
    assertThat(browser.text("#list")).doesNotContain("before.img");
  }

  private static void logIn(Browser browser, String token) {
    browser.type("#login-dialog [name=token]", token);
    browser.click("#login-dialog [type=submit]");
  }

  private static int statusOf(URI page) throws Exception {
    return HttpAnswer.to("GET", page.resolve("/api/v1/resources"), null).status();
  }

  /** Without events the page asks again every second. */
  @Test
  void followsTheAgentBelowAPathOfAProxyThatPassesNoEvents() throws Exception {
    AgentProcess agent = testbed.agents(testbed.tracker().port(), "a").getFirst();
    agent.api().share(testbed.file("before.img", 1 << 20));
    PathProxy proxy = testbed.closing(new PathProxy(agent.page()));
    Browser browser =
        testbed.closing(Browser.start(testbed.directory().resolve("profile"), 1200, 980));

    browser.open(proxy.root());

    await(browser, "#list", "before.img");
    String infoHash = agent.api().share(testbed.file("after.img", 1 << 20)).infoHash();
    String item = "#list li:has(a[href='#" + infoHash + "'])";
    await(browser, item + " .state", "seeding");
    browser.click(item + " .open");
    await(browser, "#detail .hash code", infoHash);
    agent.api().pause(infoHash);
    await(browser, item + " .state", "paused");
  }

  private String seedOn(List<AgentProcess> seeders, Path file) {
    String infoHash = seeders.getFirst().api().share(file).infoHash();
    String manifest = seeders.getFirst().api().manifest(infoHash);
    List<AgentProcess> others = seeders.subList(1, seeders.size());
    others.forEach(agent -> agent.api().add(manifest));
    others.forEach(agent -> agent.awaitComplete(infoHash));
    return infoHash;
  }

  private static void await(Browser browser, String selector, String text) {
    Awaitility.await(selector + " says " + text)
        .untilAsserted(() -> assertThat(browser.text(selector)).containsIgnoringCase(text));
  }

  private static Path screenshot() {
    return Boolean.getBoolean("torrentinno.renew")
        ? Path.of("..", "docs", "images", "transfer.png")
        : Path.of(System.getProperty("torrentinno.work", "target/system-tests"), "transfer.png");
  }
}

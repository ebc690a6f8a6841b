package io.torrentinno.system.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window. It has to be installed; see CONTRIBUTING.md. */
public final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage",
          "--hide-scrollbars",
          "--lang=en");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts one.
   *
   * @param profile a folder for what it keeps; made by the browser
   */
  public static Browser start(Path profile, int width, int height) {
    assertThat(List.of(CHROMIUM, DRIVER)).allSatisfy(program -> assertThat(program).isExecutable());
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(OPTIONS);
    options.addArguments(
        "--user-data-dir=" + profile.toAbsolutePath(), "--window-size=" + width + "," + height);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  public void open(URI page) {
    driver.get(page.toString());
  }

  /**
   * The text of the first element that a CSS selector finds; empty when it finds none, or when the
   * page replaces the element meanwhile.
   */
  public String text(String selector) {
    try {
      return driver.findElements(By.cssSelector(selector)).stream()
          .findFirst()
          .map(WebElement::getText)
          .orElse("");
    } catch (StaleElementReferenceException e) {
      return "";
    }
  }

  /** How many elements a CSS selector finds. */
  public int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** Clicks on the first element that a CSS selector finds. */
  public void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /** Types into the first element that a CSS selector finds. */
  public void type(String selector, String text) {
    driver.findElement(By.cssSelector(selector)).sendKeys(text);
  }

  /** Empties the first field that a CSS selector finds. */
  public void clear(String selector) {
    driver.findElement(By.cssSelector(selector)).clear();
  }

  /** The cookies of the page, also those that it may not read itself. */
  public Set<Cookie> cookies() {
    return driver.manage().getCookies();
  }

  /** What the console of the page has been told since the last call: errors and all else. */
  public List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** Writes what the window shows, as PNG. */
  public void photograph(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}

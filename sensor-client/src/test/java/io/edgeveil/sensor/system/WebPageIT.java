package io.edgeveil.sensor.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.broker.client.BrokerConnection;
import io.edgeveil.broker.client.BrokerListener;
import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.ConnectionSettings;
import io.edgeveil.broker.client.Credentials;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.broker.client.OutgoingMessage;
import io.edgeveil.core.image.Picture;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway's web page in a real browser, while a sensor classifies. Leaves pictures of it in
 * {@code target/web-page/}.
 */
class WebPageIT {
  private static final Path PICTURES = Path.of("target/web-page");
  private static final int PADS = 400;
  private static final int PARTS = 32;

  @TempDir Path home;
  private volatile boolean over;

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(40));
  }

  @Test
  void thePageShowsWhatHappensWhileItHappensAndOnlyNoiseOfThePictures() throws Exception {
    if (!Browser.isInstalled()) {
      System.out.println(
          "SKIPPED: chromium and chromium-driver are not installed, the web page is not tried");
    }
    assumeTrue(Browser.isInstalled(), "no chromium");
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), "porch-cam", PADS);
      system.startGatewayWithWeb();
      system.enrol(bundle);
      CompletableFuture<Integer> classifying =
          CompletableFuture.supplyAsync(() -> classifyUntilOver(bundle));
      try (Browser browser = Browser.start(home.resolve("profile"))) {
        browser.resize(1200, 1000, false);
        browser.open(system.gateway().webAddress().orElseThrow());
        numbersChange(browser);
        noiseIsDrawn(browser);
        theSensorIsListed(browser);
        browser.picture(PICTURES.resolve("wide.png"));
        anotherLayerCanBeChosen(browser);
        itFollowsTheColourScheme(browser);
        itFitsAPhone(browser);
        whatADeviceWritesIsTextAlone(browser, bundle, system);
        assertThat(browser.console()).isEmpty();
      } finally {
        over = true;
      }
      assertThat(classifying.join()).isPositive();
    }
  }

  private int classifyUntilOver(Path bundle) {
    try (Sensor sensor = Sensor.open(SensorSettings.of(bundle))) {
      List<Picture> digits = new ArrayList<>();
      for (Path file : WholeSystem.digits().subList(0, 20)) {
        digits.add(PictureFile.read(file));
      }
      int done = 0;
      while (!over && done < PADS) {
        var unused = sensor.classify(digits.get(done % digits.size()), 1);
        done++;
        Thread.sleep(80); // a camera's pace, so that the pads last
      }
      return done;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static int number(Browser browser, String selector) throws Exception {
    String text = browser.text(selector).replace(",", "");
    return text.matches("\\d+") ? Integer.parseInt(text) : 0;
  }

  private static void numbersChange(Browser browser) throws Exception {
    soon().until(() -> number(browser, "#inferences") > 0);
    int before = number(browser, "#inferences");
    soon().until(() -> number(browser, "#inferences") > before);
    assertThat(browser.text("#gateway")).isEqualTo("edge");
    assertThat(browser.text("#state")).startsWith("serving");
    assertThat(browser.text("#inferences-rate")).isNotEqualTo("0");
    assertThat(
            browser
                .run("return document.querySelector('#layers-plot path.line').getAttribute('d')")
                .asText())
        .contains("L");
    soon().until(() -> browser.text("#models tbody tr .ms").matches("[0-9.,]+ ms"));
    assertThat(browser.run("return document.querySelectorAll('#models tbody tr').length").asInt())
        .isEqualTo(5);
  }

  private static void noiseIsDrawn(Browser browser) throws Exception {
    soon().until(() -> tensors(browser) >= 6);
    JsonNode greys =
        browser.run(
            "const c = document.getElementById('noise');"
                + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + "return [...d].filter((_, i) => i % 4 === 0)");
    assertThat(greys).hasSize(28 * 28);
    long distinct =
        StreamSupport.stream(greys.spliterator(), false).map(JsonNode::asInt).distinct().count();
    double mean =
        StreamSupport.stream(greys.spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .average()
            .orElseThrow();
    assertThat(distinct).as("a digit has few greys, noise nearly all").isGreaterThan(180);
    assertThat(mean).as("a digit is dark").isBetween(110.0, 145.0);
    JsonNode bars =
        browser.run(
            "return [...document.querySelectorAll('#histogram rect')]"
                + ".map((bar) => Number(bar.getAttribute('height')))");
    assertThat(bars).hasSize(PARTS);
    double height =
        StreamSupport.stream(bars.spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .average()
            .orElseThrow();
    assertThat(bars)
        .allSatisfy(bar -> assertThat(bar.asDouble()).isBetween(0.5 * height, 1.5 * height));
  }

  private static int tensors(Browser browser) throws Exception {
    String caption = browser.text("#histogram-caption");
    return caption.matches("\\d+ tensors.*") ? Integer.parseInt(caption.split(" ", 2)[0]) : 0;
  }

  private static void theSensorIsListed(Browser browser) throws Exception {
    assertThat(browser.text("#sensors tbody th .dot")).isEqualTo("porch-cam");
    soon().until(() -> browser.text("#sensors [data-name=latency]").matches("[0-9,]+ ms"));
    int pads = number(browser, "#sensors [data-name=pads]");
    assertThat(pads).isBetween(1, PADS);
    soon().until(() -> number(browser, "#sensors [data-name=pads]") < pads);
  }

  private static void anotherLayerCanBeChosen(Browser browser) throws Exception {
    JsonNode unused =
        browser.run(
            "const s = document.getElementById('layer'); s.selectedIndex = 1;"
                + "s.dispatchEvent(new Event('change'))");
    soon().until(() -> browser.run("return document.getElementById('noise').width").asInt() == 14);
    soon().until(() -> browser.text("#noise-caption").equals("from porch-cam, 1x6x14x14"));
  }

  private static void itFollowsTheColourScheme(Browser browser) throws Exception {
    String ground = "return getComputedStyle(document.body).backgroundColor";
    browser.prefer("light");
    String light = browser.run(ground).asText();
    browser.prefer("dark");
    assertThat(browser.run(ground).asText()).isNotEqualTo(light);
    browser.picture(PICTURES.resolve("dark.png"));
    browser.prefer("light");
  }

  private static void itFitsAPhone(Browser browser) throws Exception {
    for (int width : new int[] {360, 412, 768, 1024}) {
      browser.resize(width, 1600, width < 700);
      assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
          .as("no scrolling sidewards at %d pixels", width)
          .isLessThanOrEqualTo(width);
    }
    browser.resize(360, 1900, true);
    browser.picture(PICTURES.resolve("phone.png"));
  }

  private static void whatADeviceWritesIsTextAlone(Browser browser, Path bundle, WholeSystem system)
      throws Exception {
    String evil = "<img src=x onerror=\"document.title='taken'\"><script>alert(1)</script>";
    JsonNode file =
        Json.read(Files.readAllBytes(bundle.resolve("credentials.json")), JsonNode.class);
    ConnectionSettings settings =
        ConnectionSettings.to(system.gateway().address(), WholeSystem.DEVICE + ".evil")
            .withCredentials(
                Credentials.of(
                    file.get("user").asText(), file.get("password").asText().getBytes(UTF_8)));
    try (BrokerConnection device = BrokerConnection.open(settings, new Deaf())) {
      device.deliver(
          OutgoingMessage.of(
              Topics.device(WholeSystem.DEVICE, "error"),
              Json.write(java.util.Map.of("error", evil, "at", evil))));
    }
    soon().until(() -> browser.text("#alarms").contains(evil));
    assertThat(
            browser
                .run("return document.querySelectorAll('#alarms img, #alarms script').length")
                .asInt())
        .isZero();
    assertThat(browser.run("return document.title").asText()).isEqualTo("edge · Edgeveil");
  }

  private static final class Deaf implements BrokerListener {
    @Override
    public void messageArrived(IncomingMessage message) {}

    @Override
    public void connectionLost(ConnectionLostException reason) {}
  }
}

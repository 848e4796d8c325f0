package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.gateway.app.CoapSide;
import io.edgeveil.gateway.app.GatewayCommand;
import io.edgeveil.sensor.system.WholeSystem.Outcome;
import io.edgeveil.sensor.transport.coap.CoapAddress.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs where the system's language writes numbers in other digits, or I in another way. */
class LocaleIT {
  private final Locale before = Locale.getDefault();

  @TempDir Path home;

  @AfterEach
  void asBefore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG-u-nu-arab", "tr-TR"})
  void everythingWorksAsElsewhere(String language) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(language));
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), "pads", 10);
      system.startGatewayWithCoap(CoapSide.anyPorts());
      system.enrol(bundle);
      Path digit = WholeSystem.digits().get(0);
      for (String gateway :
          new String[] {
            system.gateway().address().toString(),
            system.coap(Scheme.COAP).toString(),
            system.coap(Scheme.COAPS_TCP).toString()
          }) {
        Outcome done = WholeSystem.infer(bundle, "--gateway", gateway, digit.toString());
        assertThat(done.exitCode()).as("%s", done.err()).isZero();
        assertThat(done.out().get(0)).contains("\"label\":\"7\"", "\"round_trips\":5");
      }
      assertThat(WholeSystem.sensor("status", "--bundle", bundle.toString()).out().toString())
          .contains("7");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG-u-nu-arab", "tr-TR"})
  void mosquittoCanReadItsFiles(String language) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(language));
    int exitCode =
        GatewayCommand.run(
            "broker-files",
            "--mosquitto",
            home.resolve("mosquitto").toString(),
            "--data",
            home.resolve("data").toString());
    assertThat(exitCode).isZero();
    assertThat(Files.readString(home.resolve("mosquitto/mosquitto.conf")))
        .contains("8883")
        .matches("\\p{ASCII}*");
  }
}

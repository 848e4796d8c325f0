package io.edgeveil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Slow links against their limit: bytes / rate + layers x round trip. */
final class LinksSection implements Section {
  private static final List<String> RATES = List.of("10mbit", "50mbit", "100mbit");
  private static final List<String> DELAYS = List.of("1ms", "10ms", "40ms");
  private static final int LENETS = 20;
  private static final int ALEXNETS = 5;
  private static final int ALEXNETS_TO_WARM_UP = 150;

  @Override
  public String name() {
    return "links";
  }

  @Override
  public void run(Workshop workshop, Results all) throws Exception {
    one(workshop, all, Workshop.LENET, LENETS, 500);
    one(workshop, all, Workshop.ALEXNET, ALEXNETS, ALEXNETS_TO_WARM_UP);
  }

  private static void one(Workshop workshop, Results all, String network, int count, int warmUp)
      throws Exception {
    int cells = RATES.size() * DELAYS.size();
    Path device = workshop.device(network, warmUp + 1 + cells * count);
    try (Gateway gateway = Gateway.start(workshop, workshop.models())) {
      Workshop.say("%s: %d inferences to warm up", network, warmUp);
      var unused = sensor(workshop, gateway, network, device, 1, warmUp / 10, null);
      for (String rate : RATES) {
        for (String delay : DELAYS) {
          JsonNode cell = sensor(workshop, gateway, network, device, count, 0, rate + "," + delay);
          all.add(
              Measurement.of(
                      "links/" + network + "/" + rate + "/" + delay,
                      "ms",
                      cell.required("median_ms").doubleValue(),
                      count)
                  .ratio(cell.required("limit_ratio").doubleValue(), "bytes/rate + layers x delay")
                  .aim("1.25 (1.10)"));
        }
      }
    }
  }

  private static JsonNode sensor(
      Workshop workshop,
      Gateway gateway,
      String network,
      Path device,
      int count,
      int warmUp,
      String link)
      throws Exception {
    String[] always = {
      "--gateway",
      gateway.address(),
      "--turns",
      "1",
      "--count",
      String.valueOf(count),
      "--warm-up",
      String.valueOf(warmUp)
    };
    String[] options = always;
    if (link != null) {
      options = Arrays.copyOf(always, always.length + 2);
      options[always.length] = "--link";
      options[always.length + 1] = link;
    }
    return workshop.sensors(List.of(device), network, options).get(0);
  }
}

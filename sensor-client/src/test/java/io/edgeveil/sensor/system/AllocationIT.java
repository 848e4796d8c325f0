package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import io.edgeveil.sensor.inference.InferenceObserver;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much the sensor's threads allocate for an inference, whatever the machine: tensors, pad
 * records and what is sent are used again; what is received comes in new arrays, once.
 */
class AllocationIT {
  private static final int WARM_UP = 30;
  private static final int MEASURED = 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path home;

  @Test
  void anInferenceOfLeNetMakesLittleGarbage() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      requireAtMost(
          new long[] {100_000, 64_000, 64_000},
          system,
          system.model(),
          WholeSystem.demo("images/mnist200/000.png"));
    }
  }

  @Test
  void anInferenceOfResNetMakesLessThanTwoMegabytes() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      Path model = system.importFashion();
      requireAtMost(
          new long[] {1_500_000, 64_000, 600_000}, // 462,400 are received
          system,
          model,
          WholeSystem.demo("images/fashion200/000.png"));
    }
  }

  /**
   * Bytes an inference, of the thread that asks for it, the one that reads pads ahead and the one
   * that reads from the broker.
   */
  private static void requireAtMost(long[] most, WholeSystem system, Path model, Path picture)
      throws Exception {
    Path bundle = system.makePads(model, "porch-cam", WARM_UP + MEASURED + 1);
    system.startGateway();
    system.enrol(bundle);
    BrokerAddress address = new BrokerAddress("127.0.0.1", system.port());
    try (Sensor sensor = Sensor.open(SensorSettings.of(bundle).withBroker(address))) {
      Tensor input = sensor.tensor(PictureFile.read(picture));
      infer(sensor, input, WARM_UP);
      long[] threads = {
        Thread.currentThread().getId(), thread("edgeveil-pads"), thread("MQTT Rec: porch-cam")
      };
      long[] before = THREADS.getThreadAllocatedBytes(threads);
      infer(sensor, input, MEASURED);
      long[] after = THREADS.getThreadAllocatedBytes(threads);
      for (int i = 0; i < threads.length; i++) {
        assertThat((after[i] - before[i]) / MEASURED).isLessThanOrEqualTo(most[i]);
      }
    }
  }

  private static void infer(Sensor sensor, Tensor input, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      var unused = sensor.infer(input, InferenceObserver.NONE);
    }
  }

  private static long thread(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .mapToLong(Thread::getId)
        .findFirst()
        .orElseThrow();
  }
}

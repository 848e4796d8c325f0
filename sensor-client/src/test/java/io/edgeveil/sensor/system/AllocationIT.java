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
 * How much the sensor's own threads allocate for an inference, whatever the machine: what is sent
 * must be new, because it may have to be sent again; the tensors and pad records are used again.
 */
class AllocationIT {
  private static final int WARM_UP = 30;
  private static final int MEASURED = 20;
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path home;

  @Test
  void anInferenceOfLeNetMakesLittleGarbage() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      requireAtMost(
          128_000, 64_000, system, system.model(), WholeSystem.demo("images/mnist200/000.png"));
    }
  }

  @Test
  void anInferenceOfResNetMakesLessThanTwoMegabytes() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      Path model = system.importFashion();
      requireAtMost(
          2_000_000, 64_000, system, model, WholeSystem.demo("images/fashion200/000.png"));
    }
  }

  /** Bytes an inference, of the thread that asks for it and the one that reads pads ahead. */
  private static void requireAtMost(
      long asking, long reading, WholeSystem system, Path model, Path picture) throws Exception {
    Path bundle = system.makePads(model, "porch-cam", WARM_UP + MEASURED + 1);
    system.startGateway();
    system.enrol(bundle);
    BrokerAddress address = new BrokerAddress("127.0.0.1", system.port());
    try (Sensor sensor = Sensor.open(SensorSettings.of(bundle).withBroker(address))) {
      Tensor input = sensor.tensor(PictureFile.read(picture));
      infer(sensor, input, WARM_UP);
      long own = Thread.currentThread().getId();
      long pads = padsThread();
      long ownBefore = THREADS.getThreadAllocatedBytes(own);
      long padsBefore = THREADS.getThreadAllocatedBytes(pads);
      infer(sensor, input, MEASURED);
      assertThat((THREADS.getThreadAllocatedBytes(own) - ownBefore) / MEASURED)
          .isLessThanOrEqualTo(asking);
      assertThat((THREADS.getThreadAllocatedBytes(pads) - padsBefore) / MEASURED)
          .isLessThanOrEqualTo(reading);
    }
  }

  private static void infer(Sensor sensor, Tensor input, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      var unused = sensor.infer(input, InferenceObserver.NONE);
    }
  }

  private static long padsThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("edgeveil-pads"))
        .mapToLong(Thread::getId)
        .findFirst()
        .orElseThrow();
  }
}

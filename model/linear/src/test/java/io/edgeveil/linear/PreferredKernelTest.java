package io.edgeveil.linear;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.layer.Window;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What {@code auto} does with a layer that oneDNN refuses. */
class PreferredKernelTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(PreferredKernel.class);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private LinearKernel kernel;

  @BeforeEach
  void loadOrSkip() {
    try {
      kernel = new PreferredKernel(OneDnnKernel.load());
      Nd4jKernel.load();
    } catch (KernelUnavailableException e) {
      Skipped.because("Not both kernels run here", e);
    }
    events.start();
    logger.addAppender(events);
  }

  @AfterEach
  void detach() {
    logger.detachAppender(events);
  }

  @Test
  void ordinaryLayersGoToOneDnnWithoutAWord() {
    LinearOperation layer = Layers.dense(24, 32, 16);
    try (PreparedLayer prepared = kernel.prepare(layer, Layers.constant(layer, 1))) {
      assertThat(prepared.description()).startsWith("onednn");
    }
    assertThat(events.list).isEmpty();
  }

  @Test
  void refusedLayersGoToNd4jWithAWarning() {
    LinearOperation layer = Layers.convolution(21, 1, 33, 33, 2, 1, Window.square(33, 1, 0));
    byte[] weights = Layers.constant(layer, 0);
    Arrays.fill(weights, 0, 1050, (byte) 127);
    int[] residues = Layers.constantResidues(layer, 1, layer.modulus().prime() - 1);
    try (PreparedLayer prepared = kernel.prepare(layer, weights)) {
      assertThat(prepared.description()).startsWith("nd4j");
      assertThat(Layers.multiply(prepared, layer, 1, residues))
          .isEqualTo(Layers.expected(layer, weights, 1, residues));
    }
    assertThat(events.list).hasSize(1);
    assertThat(events.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(events.list.get(0).getFormattedMessage())
        .contains("layer 0")
        .contains("ND4J")
        .contains("133350")
        .contains("16777216");
  }
}

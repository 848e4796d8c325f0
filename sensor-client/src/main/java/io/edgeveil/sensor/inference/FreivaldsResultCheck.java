package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.pads.integrity.FreivaldsCheck;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.pads.quarantine.Quarantine;
import io.edgeveil.pads.quarantine.QuarantinedGateway;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Holds every result of one inference against the device's secrets, while messages travel:
 *
 * <pre>
 *   sensor                                             gateway
 *     | x'0 -------------------------------------------&gt; |
 *     | &lt;t, x'0&gt;                                          | W·x'0
 *     | &lt;------------------------------------------- y'0 |
 *     | unmask, ReLU …, mask                             |
 *     | x'1 -------------------------------------------&gt; |
 *     | &lt;s, y'0&gt; = &lt;t, x'0&gt;?   &lt;t, x'1&gt;                   | W·x'1
 *     | &lt;------------------------------------------- y'1 |
 *     | &lt;s, y'1&gt; = &lt;t, x'1&gt;?   then the result is used
 * </pre>
 *
 * <p>A gateway whose result is wrong is written into the quarantine before anyone hears of it.
 */
final class FreivaldsResultCheck implements ResultCheck {
  private final IntegritySecrets secrets;
  private final Quarantine quarantine;
  private final long inference;

  private LinearLayer sent; // whose masked tensor was given last
  private int[] masked; // null once its expected values are there
  private int[] expected;

  private LinearLayer unchecked; // whose result is not yet checked, or null
  private int[] uncheckedExpected;
  private int[] uncheckedResult;
  private String gateway; // that gave it

  /** Of one inference. */
  FreivaldsResultCheck(IntegritySecrets secrets, Quarantine quarantine, long inference) {
    this.secrets = secrets;
    this.quarantine = quarantine;
    this.inference = inference;
  }

  @Override
  public void sending(LinearLayer layer, int[] maskedTensor) {
    sent = layer;
    masked = maskedTensor;
  }

  @Override
  public void meanwhile() throws IntegrityException {
    settle();
    if (masked != null) {
      expected = check(sent).expected(masked);
      masked = null;
    }
  }

  @Override
  public void received(String from, int[] maskedResult) {
    if (unchecked != null || masked != null) {
      throw new IllegalStateException("a result came before the last one was checked");
    }
    gateway = from;
    uncheckedResult = maskedResult;
    unchecked = sent;
    uncheckedExpected = expected;
  }

  @Override
  public void settle() throws IntegrityException {
    if (unchecked == null) {
      return;
    }
    LinearLayer layer = unchecked;
    unchecked = null;
    if (!check(layer).accepts(uncheckedResult, uncheckedExpected)) {
      throw quarantined(layer);
    }
  }

  @Override
  public InferenceException undefined(ArithmeticException cause) {
    return new UndefinedResultException(cause);
  }

  private FreivaldsCheck check(LinearLayer layer) {
    return secrets.layer(layer.index());
  }

  private IntegrityException quarantined(LinearLayer layer) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    try {
      quarantine.add(new QuarantinedGateway(gateway, layer.name(), inference, now));
      return IntegrityException.of(gateway, layer.name());
    } catch (IOException e) {
      return IntegrityException.unwritten(gateway, layer.name(), e);
    }
  }
}

package io.edgeveil.sensor.inference;

import java.io.Serial;

/** The gateway that offers a session gave a wrong result before. */
public final class QuarantinedGatewayException extends InferenceException {
  @Serial private static final long serialVersionUID = 1L;

  QuarantinedGatewayException(String gateway) {
    super(
        "gateway "
            + gateway
            + " is quarantined: it gave a wrong result before; when that is explained:"
            + " edgeveil-sensor quarantine --bundle DIR --clear "
            + gateway,
        null);
  }

  @Override
  boolean isPassing() {
    return false;
  }
}

package io.edgeveil.coap;

import java.util.Optional;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.option.MapBasedOptionRegistry;
import org.eclipse.californium.core.coap.option.OpaqueOptionDefinition;
import org.eclipse.californium.core.coap.option.OptionRegistry;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;

/**
 * The option that a device's password comes in when it opens a session on a scheme that proves no
 * identity, and on the loopback interface alone: number {@value #NUMBER} of the range that is left
 * to experiments, critical (odd), opaque, 1 to {@value #MAX_BYTES} bytes.
 *
 * <p><b>Guarantee.</b> Its value shows in no text that Californium makes of a message.
 */
public final class PasswordOption {
  /** The option's number. */
  public static final int NUMBER = 65001;

  /** Longest password. */
  public static final int MAX_BYTES = 64;

  private static final Definition DEFINITION = new Definition();
  private static final OptionRegistry REGISTRY =
      new MapBasedOptionRegistry(StandardOptionRegistry.getDefaultOptionRegistry(), DEFINITION);

  private static final class Definition extends OpaqueOptionDefinition {
    Definition() {
      super(NUMBER, "Edgeveil-Password", true, 1, MAX_BYTES);
    }

    @Override
    public Option create(byte[] value) {
      return new Hidden(value);
    }
  }

  private static final class Hidden extends Option {
    Hidden(byte[] password) {
      super(DEFINITION, password);
    }

    @Override
    public String toValueString() {
      return "hidden";
    }

    @Override
    public String toString() {
      return DEFINITION.getName() + ": hidden";
    }
  }

  private PasswordOption() {}

  /** The options of an endpoint: the standard's and this one. */
  public static OptionRegistry registry() {
    return REGISTRY;
  }

  /**
   * Adds a password.
   *
   * @param password retained, not copied
   * @throws IllegalArgumentException if it is empty or too long
   */
  public static void put(OptionSet options, byte[] password) {
    options.addOtherOption(new Hidden(password));
  }

  /** The live password of a message, if there is one. */
  public static Optional<byte[]> of(OptionSet options) {
    return Optional.ofNullable(options.getOtherOption(DEFINITION)).map(Option::getValue);
  }
}

package io.edgeveil.sensor.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From {@code mqtts://host:port}, {@code coaps://host:port} and so on. */
final class AddressConverter implements ITypeConverter<GatewayAddress> {
  @Override
  public GatewayAddress convert(String text) {
    try {
      return GatewayAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

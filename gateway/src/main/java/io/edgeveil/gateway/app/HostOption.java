package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.AddressParts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of an option that names a machine. */
final class HostOption implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    try {
      return AddressParts.host(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

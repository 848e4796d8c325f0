package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.BrokerAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From {@code mqtts://host:port} or {@code tcp://host:port}. */
final class AddressConverter implements ITypeConverter<BrokerAddress> {
  @Override
  public BrokerAddress convert(String text) {
    try {
      return BrokerAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

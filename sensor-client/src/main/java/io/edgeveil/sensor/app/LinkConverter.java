package io.edgeveil.sensor.app;

import io.edgeveil.sensor.bench.Link;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From {@code 10mbit,40ms}. */
final class LinkConverter implements ITypeConverter<Link> {
  @Override
  public Link convert(String text) {
    try {
      return Link.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

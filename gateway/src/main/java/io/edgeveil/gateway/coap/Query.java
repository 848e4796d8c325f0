package io.edgeveil.gateway.coap;

import io.edgeveil.coap.CoapPaths;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.serving.Route;
import java.util.List;
import java.util.Optional;

/** The names in a request's query; others are passed over. */
final class Query {
  private Query() {}

  /**
   * The device that the sender says it is.
   *
   * @throws QueryException if it is said twice, or is no id
   */
  static Optional<String> device(List<String> query) throws QueryException {
    Optional<String> device = value(query, CoapPaths.DEVICE);
    if (device.isPresent() && !Ids.isId(device.get())) {
      throw new QueryException("the query's " + CoapPaths.DEVICE + " is no id");
    }
    return device;
  }

  /** Whether a part of a query is the one that names the device. */
  static boolean tellsDevice(String part) {
    return part.startsWith(CoapPaths.DEVICE + "=");
  }

  /**
   * Which chunk the request brings.
   *
   * @throws QueryException if it does not say so, or in no decimal numbers
   */
  static Route.Part part(List<String> query) throws QueryException {
    long inference = number(query, CoapPaths.INFERENCE, Long.MAX_VALUE);
    return new Route.Part(inference, (int) number(query, CoapPaths.CHUNK, Integer.MAX_VALUE));
  }

  private static long number(List<String> query, String name, long most) throws QueryException {
    String text =
        value(query, name)
            .orElseThrow(() -> new QueryException("the query does not tell " + name + "=…"));
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new QueryException("the query's " + name + " is no number", e);
    }
    throw new QueryException("the query's " + name + " is out of its range");
  }

  private static Optional<String> value(List<String> query, String name) throws QueryException {
    List<String> values = query.stream().filter(part -> part.startsWith(name + "=")).toList();
    if (values.size() > 1) {
      throw new QueryException("the query tells " + name + " more than once");
    }
    return values.stream().map(part -> part.substring(name.length() + 1)).findFirst();
  }

  /** A query does not say what it must. */
  static final class QueryException extends Exception {
    private static final long serialVersionUID = 1L;

    QueryException(String message) {
      super(message);
    }

    QueryException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

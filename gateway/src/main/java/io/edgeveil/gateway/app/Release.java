package io.edgeveil.gateway.app;

/** Which release of the program this is. */
final class Release {
  private Release() {}

  /** For example {@code 0.1.0}; {@code development} where it does not run from its jar. */
  static String version() {
    String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

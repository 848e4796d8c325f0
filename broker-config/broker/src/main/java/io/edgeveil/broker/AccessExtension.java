package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.client.parameter.ServerInformation;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

/**
 * Our foot in HiveMQ's door: it brings in the authenticator and takes out what the server knows of
 * its listeners.
 */
final class AccessExtension implements ExtensionMain {

  private final PasswordAuthenticator authenticator;
  private volatile ServerInformation server;

  AccessExtension(PasswordAuthenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    server = input.getServerInformation();
    Services.securityRegistry().setAuthenticatorProvider(provider -> authenticator);
  }

  /** Nothing is held that would have to be given back. */
  @Override
  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}

  /**
   * The port a listener has after the start; 0 if it asked for a free one and got none.
   *
   * @throws IllegalStateException if the extension was not started or there is no such listener
   */
  int port(String listenerName) {
    if (server == null) {
      throw new IllegalStateException("the access extension was not started");
    }
    return server.getListener().stream()
        .filter(listener -> listener.getName().equals(listenerName))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no listener " + listenerName))
        .getPort();
  }
}

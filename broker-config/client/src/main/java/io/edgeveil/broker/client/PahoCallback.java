package io.edgeveil.broker.client;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Paho's callback without what is told elsewhere: arrival and loss are left to implement. */
abstract class PahoCallback implements MqttCallback {

  private static final Logger log = LoggerFactory.getLogger(PahoCallback.class);

  /** A protocol error that Paho leaves to us: nothing to do but to say so. */
  @Override
  public void mqttErrorOccurred(MqttException failure) {
    log.warn("MQTT protocol error: {}", failure.getMessage());
  }

  /** Each message has a listener of its own. */
  @Override
  public void deliveryComplete(IMqttToken token) {}

  /** The token of the connect tells. */
  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  /** No enhanced authentication is asked for. */
  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}

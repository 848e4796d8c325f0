package org.eclipse.paho.mqttv5.common.packet.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.junit.jupiter.api.Test;

/** Paho stands beside the replaced class, unsigned, and there is only one of that class. */
class RepackagedPahoTest {

  @Test
  void theCuredClassIsTheOneLoadedAndItsHomeIsPahosHome() throws Exception {
    assertThat(
            CountingInputStream.class.getDeclaredMethod("read", byte[].class, int.class, int.class))
        .isNotNull();
    assertThat(CountingInputStream.class.getProtectionDomain().getCodeSource().getLocation())
        .isEqualTo(MqttAsyncClient.class.getProtectionDomain().getCodeSource().getLocation());
    String resource = CountingInputStream.class.getName().replace('.', '/') + ".class";
    assertThat(Collections.list(getClass().getClassLoader().getResources(resource))).hasSize(1);
  }

  @Test
  void noSignatureFileIsLeftButTheLicenceNoticesAre() throws Exception {
    Path home =
        Path.of(MqttAsyncClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(home.resolve("about.html")).isRegularFile();
    assertThat(home.resolve("META-INF/NOTICE")).content().contains("Eclipse Public License v2.0");
    try (Stream<Path> files = Files.list(home.resolve("META-INF"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).noneMatch(name -> name.endsWith(".SF") || name.endsWith(".RSA"));
    }
  }

  @Test
  void aPublishPacketSurvivesTheReplacedStream() throws Exception {
    byte[] payload = new byte[300_000];
    payload[299_999] = 42;
    MqttPublish sent = new MqttPublish("edgeveil/x", new MqttMessage(payload), null);
    sent.setMessageId(7);
    MqttWireMessage received = MqttWireMessage.createWireMessage(sent.serialize());
    assertThat(((MqttPublish) received).getTopicName()).isEqualTo("edgeveil/x");
    assertThat(received.getPayload()).isEqualTo(payload);
  }
}

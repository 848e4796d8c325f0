package io.edgeveil.coap;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.Test;

class CoapSettingsTest {
  @Test
  void aBodyMayBeAsLongAsAskedFor() {
    for (Configuration settings :
        new Configuration[] {CoapSettings.udp(1 << 20), CoapSettings.tcp(1 << 20)}) {
      assertThat(settings.get(CoapConfig.MAX_RESOURCE_BODY_SIZE)).isEqualTo(1 << 20);
      assertThat(settings.get(CoapConfig.PREFERRED_BLOCK_SIZE)).isEqualTo(1024);
    }
  }

  /** Either cure alone was seen to stall. */
  @Test
  void bothCuresOfTheStallAreSet() {
    Configuration settings = CoapSettings.udp(1);
    assertThat(settings.get(CoapConfig.MID_TRACKER)).isEqualTo(CoapConfig.TrackerMode.NULL);
    assertThat(settings.get(CoapConfig.DEDUPLICATOR)).isEqualTo("PEERS_MARK_AND_SWEEP");
  }

  /** BERT needs a message that holds all its blocks. */
  @Test
  void aMessageHoldsTheBulkBlocks() {
    Configuration settings = CoapSettings.tcp(1);
    assertThat(settings.get(CoapConfig.MAX_MESSAGE_SIZE))
        .isEqualTo(settings.get(CoapConfig.TCP_NUMBER_OF_BULK_BLOCKS) * 1024);
  }
}

package io.edgeveil.gateway.serving;

import java.util.Map;

/**
 * What a gateway must not forget of one device.
 *
 * @param device its id
 * @param role what the gateway is to it
 * @param highest greatest inference seen of each pad file, least recently used first
 */
public record KnownDevice(String device, Role role, Map<String, Long> highest) {}

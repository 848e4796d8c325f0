package io.edgeveil.gateway.serving;

import java.util.Map;

/**
 * What a gateway must not forget of one device.
 *
 * @param device its id
 * @param role what the gateway is to it
 * @param highest greatest inference seen of each pad file, by id
 * @param forgotten id of the last made of the pad files that are, or nothing
 */
public record KnownDevice(String device, Role role, Map<String, Long> highest, String forgotten) {}

/**
 * Which gateways a device no longer uses because one of their results was wrong: a fact that
 * outlives the process. Kept in the device bundle until the owner clears it. Nothing here is
 * secret. Used by the sensor.
 */
package io.edgeveil.pads.quarantine;

/**
 * Which gateways compute for a device and which deal pads to it: never one for both. Nothing here
 * is secret. Uses the file package and the ids of the wire.
 */
package io.edgeveil.pads.role;

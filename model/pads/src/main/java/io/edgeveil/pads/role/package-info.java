/**
 * Which gateways compute for a device and which deal pads to it: never one for both. Nothing here
 * is secret. Uses the file package alone.
 */
package io.edgeveil.pads.role;

/**
 * What the tests look for when they look for secrets: every form in which a program would print or
 * send an array, and the secrets of a device bundle.
 *
 * <p>Words owned here: <i>form</i> (a way to write a secret down), <i>trace</i> (a place where one
 * was found).
 */
package io.edgeveil.sensor.secrets;

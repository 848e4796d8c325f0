/**
 * The one way this project reads and writes JSON: snake_case keys in declaration order, unknown
 * keys refused.
 */
package io.edgeveil.core.json;

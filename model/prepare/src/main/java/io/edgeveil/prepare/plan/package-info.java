/**
 * Who computes what: the work, the bytes and the memory of one inference, counted from a manifest.
 */
package io.edgeveil.prepare.plan;

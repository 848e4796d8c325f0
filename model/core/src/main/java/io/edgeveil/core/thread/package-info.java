/** Threads coming to their end. Used by whoever must leave none running. */
package io.edgeveil.core.thread;

/**
 * The demonstration behind {@code mvn -Pdemo}: the commands a user would type, run one after the
 * other as separate processes on real pictures, and what they show. Uses the programs' jars and the
 * broker client; no program uses it.
 */
package io.edgeveil.demo;

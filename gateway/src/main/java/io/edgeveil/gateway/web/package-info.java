/**
 * The gateway over HTTP, for people and monitoring systems: the web page and its stream of events,
 * {@code /metrics}, {@code /v2/health/live} and {@code /v2/health/ready}.
 *
 * <p>It only shows. Nothing can be changed by HTTP; requests have no body; all that a request
 * brings is its path, one parameter and who asks. Depends on {@code watch} and {@code metrics} for
 * what there is to show, and on the JDK's own HTTP server, which no other package names.
 */
package io.edgeveil.gateway.web;

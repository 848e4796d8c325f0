/**
 * What the command lines of the three programs share: how a failure is told, how help reads, what
 * is shown on a terminal alone. May be used by the programs' {@code app} packages and by whatever
 * tells them of progress; uses picocli and nothing of the programs.
 *
 * <p>Words: a <i>program</i> has <i>verbs</i>; a verb has <i>options</i>.
 */
package io.edgeveil.command;

/**
 * The models a gateway serves: a folder {@code models/<name>/<version>/} of bundles, checked as if
 * a stranger had written them and laid out by one kernel.
 *
 * <p>Used by the serving core and by what tells people about it; uses {@code model/core} and {@code
 * model/linear}. Words owned here: <i>repository</i>, <i>served model</i>, <i>served layer</i>.
 */
package io.edgeveil.gateway.model;

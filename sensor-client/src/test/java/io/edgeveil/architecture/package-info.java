/** The arrows between modules and packages, as tests. Sees every module; is seen by none. */
package io.edgeveil.architecture;

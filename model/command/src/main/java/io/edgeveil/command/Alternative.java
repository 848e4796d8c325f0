package io.edgeveil.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One of several options of which one is given: typed, it counts instead of another one in a
 * configuration file.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Alternative {
  /** What they are alternatives for; the same for all of them. */
  String value();
}

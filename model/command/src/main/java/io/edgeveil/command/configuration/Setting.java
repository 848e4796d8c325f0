package io.edgeveil.command.configuration;

import java.util.List;

/**
 * A key with what it is set to.
 *
 * @param key as it stands in the file
 * @param values as they stand there; none: as if the key were absent
 * @param isList whether they stand there as a list
 * @param line of the key, from 1
 */
record Setting(String key, List<String> values, boolean isList, int line) {}

package io.edgeveil.command.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The keys of a file, one level of them; each with one value or a list of values, or none. */
final class ConfigurationFile {
  private static final long MAX_FILE_BYTES = 1 << 20;

  private final Path path;
  private final YAMLParser parser;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private ConfigurationFile(Path path, YAMLParser parser) {
    this.path = path;
    this.parser = parser;
  }

  /**
   * Reads a file.
   *
   * @throws FaultyConfigurationException if it is not YAML, or not of this kind; never with what
   *     stands there
   */
  static List<Setting> read(Path path) throws IOException, FaultyConfigurationException {
    byte[] bytes;
    try (var in = Files.newInputStream(path)) {
      bytes = in.readNBytes((int) MAX_FILE_BYTES + 1);
    }
    if (bytes.length > MAX_FILE_BYTES) {
      throw new FaultyConfigurationException(path, "larger than " + MAX_FILE_BYTES + " bytes");
    }
    try (YAMLParser parser = new YAMLFactory().createParser(bytes)) {
      ConfigurationFile file = new ConfigurationFile(path, parser);
      file.readAll();
      return List.copyOf(file.settings.values());
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new FaultyConfigurationException(path, line, "not YAML" + problem(e));
    }
  }

  /** Without the piece of the file that the parser quotes. */
  private static String problem(JsonProcessingException e) {
    return e.getCause() instanceof MarkedYAMLException marked ? ": " + marked.getProblem() : "";
  }

  private void readAll() throws IOException, FaultyConfigurationException {
    JsonToken first = parser.nextToken();
    if (first == null || (first == JsonToken.VALUE_NULL && parser.nextToken() == null)) {
      return; // nothing but comments
    }
    if (first != JsonToken.START_OBJECT) {
      throw fault(line(), "keys with values are wanted, one a line: key: value");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      int line = line();
      Setting before = settings.get(key);
      if (before != null) {
        throw fault(line, key + ": stands in line " + before.line() + " already");
      }
      parser.nextToken();
      settings.put(key, setting(key, line));
    }
    if (parser.nextToken() != null) {
      throw fault(line(), "a second document begins; there is one in a file");
    }
  }

  private Setting setting(String key, int line) throws IOException, FaultyConfigurationException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      String value = scalar(key);
      return new Setting(key, value == null ? List.of() : List.of(value), false, line);
    }
    List<String> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String value = scalar(key);
      if (value == null) {
        throw fault(line(), key + ": an item of the list is empty");
      }
      values.add(value);
    }
    return new Setting(key, values, true, line);
  }

  private String scalar(String key) throws IOException, FaultyConfigurationException {
    if (parser.isCurrentAlias()) {
      throw fault(line(), key + ": an alias (*) is not taken");
    }
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!parser.currentToken().isScalarValue()) {
      throw fault(line(), key + ": one value or a list of values is wanted");
    }
    return parser.getText();
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private FaultyConfigurationException fault(int line, String what) {
    return new FaultyConfigurationException(path, line, what);
  }
}

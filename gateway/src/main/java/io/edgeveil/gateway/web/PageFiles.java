package io.edgeveil.gateway.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the web page, read once; a path is one of theirs or none. */
final class PageFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final String[] NAMES = {
    "index.html",
    "style.css",
    "icon.svg",
    "app.js",
    "text.js",
    "plot.js",
    "sensors.js",
    "layers.js",
    "alarms.js",
    "glimpse.js"
  };

  private PageFiles() {}

  /** Path to answer. */
  static Map<String, Answer> read() throws IOException {
    Map<String, Answer> byPath = new LinkedHashMap<>();
    for (String name : NAMES) {
      try (InputStream file = PageFiles.class.getResourceAsStream("page/" + name)) {
        if (file == null) {
          throw new IOException("this program lacks its file " + name);
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        Answer answer = new Answer(Answer.OK, type, file.readAllBytes());
        byPath.put(name.equals("index.html") ? "/" : "/" + name, answer);
      }
    }
    return byPath;
  }
}

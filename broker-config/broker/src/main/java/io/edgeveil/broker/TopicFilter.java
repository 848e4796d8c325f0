package io.edgeveil.broker;

/** Which topics and narrower filters a topic filter takes in (MQTT 5.0, section 4.7). */
final class TopicFilter {

  private TopicFilter() {}

  /**
   * Whether every topic that {@code narrower}, a topic or a filter, stands for is one of {@code
   * filter}.
   */
  static boolean covers(String filter, String narrower) {
    String[] wide = filter.split("/", -1);
    String[] narrow = narrower.split("/", -1);
    for (int i = 0; i < wide.length; i++) {
      if (wide[i].equals("#")) {
        return true;
      }
      if (i == narrow.length || narrow[i].equals("#")) {
        return false;
      }
      if (!wide[i].equals("+") && !wide[i].equals(narrow[i])) {
        return false;
      }
    }
    return wide.length == narrow.length;
  }
}

package dev.weir.document;

/** JSON is YAML 1.1 but for two things: tabs as white space, and a slash that is escaped. */
final class JsonAsYaml {
    private JsonAsYaml() {}

    /** In a text that is JSON, a blank for each tab outside strings, and slashes as they are. */
    static String of(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                result.append(escaped == '/' ? "/" : "\\" + escaped);
            } else {
                inString ^= c == '"';
                result.append(c == '\t' && !inString ? ' ' : c);
            }
        }
        return result.toString();
    }
}

package io.torrentinno.agent.api.uploads;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.protocol.model.FileName;
import jakarta.servlet.http.Part;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an uploaded file: the form's field {@code name}, or the name in the file's part. Each
 * byte of it is kept, or the name is refused. Tomcat's own reading trims it, and decodes forms that
 * only mail programs write.
 */
public final class UploadName {
  /**
   * The escapes of browsers (WHATWG) for quotation marks and line breaks. They do not escape
   * percent signs.
   */
  private static final Pattern AMBIGUOUS = Pattern.compile("%(22|0[AaDd])");

  private static final String UTF_8 = "utf-8'";
  private static final char UNDECODABLE = '\uFFFD';

  private UploadName() {}

  /**
   * A name that a file in the data folder can have.
   *
   * @param field the form's field {@code name}, which comes before the part; null when absent
   * @throws RequestRefused when there is no name, or a byte of it can't be kept
   */
  public static String of(Part part, @Nullable String field) {
    String name = field == null ? submitted(part.getHeader("Content-Disposition")) : field;
    if (name.indexOf(UNDECODABLE) >= 0) {
      throw refused("the file's name is not UTF-8");
    }
    String fault = FileName.fault(name);
    if (fault != null) {
      throw refused("the name " + fault + ": " + FileName.printable(name));
    }
    return name;
  }

  private static String submitted(String disposition) {
    Map<String, String> parameters = parameters(disposition);
    String extended = parameters.get("filename*");
    if (extended != null) {
      return decoded(extended);
    }
    String name = parameters.get("filename");
    if (name == null) {
      throw refused("the file comes without a name");
    }
    if (AMBIGUOUS.matcher(name).find()) {
      throw refused(
          "%22, %0D and %0A in a file's name may stand for other characters;"
              + " send the name in the form's field 'name': "
              + name);
    }
    return name;
  }

  /** The parameters after the type, with names in lower case (RFC 7578, RFC 6266). */
  private static Map<String, String> parameters(String disposition) {
    Map<String, String> parameters = new HashMap<>();
    int at = disposition.indexOf(';');
    while (at >= 0) {
      int equals = disposition.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String key = disposition.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
      int begin = equals + 1;
      while (begin < disposition.length() && disposition.charAt(begin) == ' ') {
        begin++;
      }
      boolean quoted = begin < disposition.length() && disposition.charAt(begin) == '"';
      StringBuilder value = new StringBuilder();
      int end = quoted ? unquote(disposition, begin + 1, value) : token(disposition, begin, value);
      if (parameters.put(key, value.toString()) != null) {
        throw refused("the file's part has the parameter " + key + " twice");
      }
      at = disposition.indexOf(';', end);
    }
    return parameters;
  }

  private static int token(String text, int begin, StringBuilder value) {
    int end = text.indexOf(';', begin);
    end = end < 0 ? text.length() : end;
    value.append(text.substring(begin, end).strip());
    return end;
  }

  /**
   * Reads up to the closing quotation mark. A backslash is a part of the name, as browsers write
   * it, unless a quotation mark or a backslash follows. Names with a backslash are refused later.
   *
   * @return the index after the quotation mark
   */
  private static int unquote(String text, int begin, StringBuilder value) {
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && isEscaped(text, i + 1)) {
        i++;
      }
      value.append(text.charAt(i));
    }
    throw refused("the file's part does not end a quoted parameter");
  }

  private static boolean isEscaped(String text, int at) {
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\');
  }

  /** The form of RFC 8187: {@code UTF-8''na%C3%AFve}. */
  private static String decoded(String extended) {
    int text = extended.indexOf('\'', UTF_8.length()) + 1;
    if (!extended.toLowerCase(Locale.ROOT).startsWith(UTF_8) || text == 0) {
      throw refused("the file's name is not UTF-8: " + extended);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      for (int i = text; i < extended.length(); i++) {
        char c = extended.charAt(i);
        bytes.write(c == '%' ? HexFormat.fromHexDigits(extended, i + 1, i + 3) : ascii(c));
        i += c == '%' ? 2 : 0;
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RequestRefused(
          Problem.BAD_NAME, "the file's name is not percent-encoded UTF-8: " + extended, e);
    }
  }

  private static int ascii(char c) {
    if (c >= 0x80) {
      throw new IllegalArgumentException("the name is not ASCII");
    }
    return c;
  }

  private static RequestRefused refused(String why) {
    return new RequestRefused(Problem.BAD_NAME, why);
  }
}

package io.torrentinno.agent.cli.client;

import io.torrentinno.protocol.model.PrintableText;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Cleans each text of an agent's answer while it is read, because commands print it on a terminal.
 */
final class CleanText extends StdScalarDeserializer<String> {
  private CleanText() {
    super(String.class);
  }

  /** A mapper whose texts are clean. */
  static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(new SimpleModule().addDeserializer(String.class, new CleanText()))
        .build();
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    return PrintableText.of(parser.getValueAsString(""), Integer.MAX_VALUE);
  }
}

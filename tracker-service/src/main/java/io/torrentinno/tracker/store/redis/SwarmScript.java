package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.data.redis.core.script.RedisScript;

/** What Redis does in one go, in Lua. Each begins with a sweep of the swarm. */
enum SwarmScript {
  ANNOUNCE("announce.lua"),
  REMOVE("remove.lua"),
  COUNTS("counts.lua"),
  PAGE("page.lua");

  private final RedisScript<List<Object>> script;

  @SuppressWarnings("unchecked") // Redis gives a list of numbers and byte arrays.
  SwarmScript(String file) {
    Class<List<Object>> list = (Class<List<Object>>) (Class<?>) List.class;
    script = RedisScript.of(read("sweep.lua") + read(file), list);
  }

  RedisScript<List<Object>> script() {
    return script;
  }

  private static String read(String file) {
    try (InputStream in = SwarmScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

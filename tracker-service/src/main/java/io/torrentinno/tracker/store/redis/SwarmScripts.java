package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.data.redis.core.script.RedisScript;

/** What Redis does in one go, in Lua. Each begins with a sweep of the swarm. */
final class SwarmScripts {
  static final RedisScript<List<Object>> ANNOUNCE = load("announce.lua");
  static final RedisScript<List<Object>> REMOVE = load("remove.lua");
  static final RedisScript<List<Object>> COUNTS = load("counts.lua");
  static final RedisScript<List<Object>> PAGE = load("page.lua");

  private SwarmScripts() {}

  @SuppressWarnings("unchecked") // Redis gives a list of numbers, byte arrays and nulls.
  private static RedisScript<List<Object>> load(String file) {
    Class<List<Object>> list = (Class<List<Object>>) (Class<?>) List.class;
    return RedisScript.of(read("sweep.lua") + read(file), list);
  }

  private static String read(String file) {
    try (InputStream in = SwarmScripts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.torrentinno.tracker.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** Makes swarms older, as if time had passed: their members, their counts and their keys. */
final class Ageing {
  /** Time to live of a store whose swarms can be made older by half of it. */
  static final Duration TTL = Duration.ofSeconds(128);

  private static final int SECONDS_IN_PAGE = 16;

  private static final RedisScript<Long> AGE =
      RedisScript.of(
          """
          local key, by = KEYS[1], tonumber(ARGV[1])
          local function older(bytes, at)
            local second = struct.unpack('>I4', bytes, at)
            return bytes:sub(1, at - 1) .. struct.pack('>I4', second - by) .. bytes:sub(at + 4)
          end
          local all, remaining = redis.call('HGETALL', key), redis.call('PTTL', key)
          local aged = {}
          for i = 1, #all, 2 do
            local field, value = all[i], all[i + 1]
            redis.call('HDEL', key, field)
            if field == 'm' then
              value = older(value, 1)
            elseif field:byte(1) < 128 then
              for row = 1, #value, field:byte(1) < 2 and 48 or 60 do
                value = older(value, row)
              end
            else
              field = struct.pack('>I4', struct.unpack('>I4', field) - by / tonumber(ARGV[2]))
            end
            aged[#aged + 1] = { field, value }
          end
          for _, item in ipairs(aged) do
            redis.call('HSET', key, item[1], item[2])
          end
          redis.call('PEXPIRE', key, remaining - 1000 * by)
          return 0
          """,
          Long.class);

  private Ageing() {}

  /** Makes all swarms older by so many seconds, a whole number of pages. */
  static void age(StringRedisTemplate redis, Duration by) {
    assertThat(by.toSeconds() % SECONDS_IN_PAGE).isZero();
    for (String key : redis.keys("ti2:{????*")) {
      redis.execute(
          AGE, List.of(key), Long.toString(by.toSeconds()), Integer.toString(SECONDS_IN_PAGE));
    }
  }
}

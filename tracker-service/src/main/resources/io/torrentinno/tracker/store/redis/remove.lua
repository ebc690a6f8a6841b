-- Removes a member, and gives the numbers of seeders and of leechers that stay.
--   ARGV: id
redis.call('ZREM', byExpiry, ARGV[1])
redis.call('HDEL', seeders, ARGV[1])
redis.call('HDEL', leechers, ARGV[1])
return { redis.call('HLEN', seeders), redis.call('HLEN', leechers) }

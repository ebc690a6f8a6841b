-- The first part of every script: names the keys of one swarm, and forgets whoever has expired.
--   byExpiry  sorted set, peer id -> time of expiry in ms by this server's clock
--   seeders   hash, peer id -> endpoint
--   leechers  hash, peer id -> endpoint
-- What a sweep costs, earlier announces have paid in: each put in one member at most.
local byExpiry, seeders, leechers = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

repeat
  local expired = redis.call('ZRANGEBYSCORE', byExpiry, '-inf', now, 'LIMIT', 0, 1000)
  if #expired > 0 then
    redis.call('ZREMRANGEBYRANK', byExpiry, 0, #expired - 1)
    redis.call('HDEL', seeders, unpack(expired))
    redis.call('HDEL', leechers, unpack(expired))
  end
until #expired < 1000

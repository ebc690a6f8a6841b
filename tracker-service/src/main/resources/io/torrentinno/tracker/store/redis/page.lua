-- Gives the next members by expiry, as id, expiry, endpoint if a seeder, endpoint if a leecher,
-- id, ...
--   ARGV: lowest expiry, how many of those to pass over, most members to give
local found =
  redis.call('ZRANGEBYSCORE', byExpiry, ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', ARGV[2], ARGV[3])
local page = {}
for i = 1, #found, 2 do
  page[#page + 1] = found[i]
  page[#page + 1] = found[i + 1]
  page[#page + 1] = redis.call('HGET', seeders, found[i])
  page[#page + 1] = redis.call('HGET', leechers, found[i])
end
return page

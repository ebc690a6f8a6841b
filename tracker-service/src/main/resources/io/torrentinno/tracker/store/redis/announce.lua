-- Adds or renews a member, and draws others for it. Gives the numbers of seeders and of leechers,
-- how many of the drawn are seeders, and then id, endpoint, id, endpoint, ... seeders first.
--   ARGV: id, endpoint, 'seeder' or 'leecher', time to live in ms, how many to draw
local id, endpoint, role = ARGV[1], ARGV[2], ARGV[3]
local ttl, wanted = tonumber(ARGV[4]), tonumber(ARGV[5])

-- Out first, and in again at the end: so it can't be drawn for itself, and may change its role.
redis.call('HDEL', seeders, id)
redis.call('HDEL', leechers, id)

math.randomseed(tonumber(time[2]))

-- How many of each: as if drawn one by one. A seeder has no use for seeders.
local drawnSeeders, drawnLeechers = 0, wanted
if role == 'leecher' then
  drawnLeechers = 0
  local s, l = redis.call('HLEN', seeders), redis.call('HLEN', leechers)
  for _ = 1, math.min(wanted, s + l) do
    if math.random() * (s + l) < s then
      s = s - 1
      drawnSeeders = drawnSeeders + 1
    else
      l = l - 1
      drawnLeechers = drawnLeechers + 1
    end
  end
end

local answer = { 0, 0, drawnSeeders }

-- Before version 7, HRANDFIELD favours some when it gives more than a third of them. That third
-- bounds what is read here too.
local function drawFairly(from, count)
  local all = redis.call('HGETALL', from)
  for i = 1, count do
    local j = math.random(i, #all / 2)
    answer[#answer + 1], all[2 * j - 1] = all[2 * j - 1], all[2 * i - 1]
    answer[#answer + 1], all[2 * j] = all[2 * j], all[2 * i]
  end
end

local function draw(from, count)
  if count == 0 then
    return
  end
  local size = redis.call('HLEN', from)
  if redis.REDIS_VERSION_NUM == nil and count < size and 3 * count > size then
    return drawFairly(from, count)
  end
  for _, item in ipairs(redis.call('HRANDFIELD', from, count, 'WITHVALUES')) do
    answer[#answer + 1] = item
  end
end
draw(seeders, drawnSeeders)
draw(leechers, drawnLeechers)

redis.call('ZADD', byExpiry, now + ttl, id)
redis.call('HSET', role == 'seeder' and seeders or leechers, id, endpoint)
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, ttl)
end
answer[1], answer[2] = redis.call('HLEN', seeders), redis.call('HLEN', leechers)
return answer

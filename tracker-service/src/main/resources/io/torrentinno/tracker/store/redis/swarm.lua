-- Does one thing or several to swarms, each a hash of packed rows (docs/adr/0013-rows-in-buckets.md).
--   KEYS[i]      a swarm
--   ARGV[1]      4 bytes each: how long a member lives after its announce, in seconds; how many may
--                live in a swarm; how many keys there may be when a swarm is added
--   ARGV[i + 1]  what to do with KEYS[i], in the bytes that Request.java writes
-- Gives META of each swarm as it is then, and behind it what kept members from being added: S, too
-- many swarms; P, too many peers in this one.
--
-- A swarm has four tables, numbered 0 to 3: IPv4 leechers and seeders, IPv6 leechers and seeders. A
-- table is a linear hash table of buckets, strings of rows without anything between them:
--   row     expiry (4 bytes, seconds), hash (4), id (32), address and port (6 or 18), zone (2)
-- In most buckets the rows are in the order of their expiry. For every second to come, a table counts
-- the members that expire then, so that the living are counted without being looked at:
--   page    16 counters of 4 bytes, for the seconds 16 n to 16 n + 15
-- The fields of the hash are, all numbers big-endian:
--   'm'               what is in META
--   t, i (1 + 3)      bucket i of table t
--   128 + t, n (1+3)  page n of table t, n modulo 2^24
--
-- Redis hashes every string that comes into Lua, byte by byte: few and short strings are fast.
local META = '>I4I4I4I4I4I4I4I4I4I4' -- second swept, completed, and of each table: buckets, living
local ROW_BYTES = { [0] = 48, 48, 60, 60 }
local ENTRY_BYTES = { [0] = 50, 50, 62, 62 } -- of an announce, see Request.java
local HASH = 4 -- where in a row the hash begins, and the identity: hash and id
local IDENTITY_BYTES = 36
local PAGE = 16 -- seconds
local NO_COUNTS = string.rep('\0', PAGE * 4)
local SPLIT_LOAD, MERGE_LOAD = 10, 4 -- living members per bucket
local MOST_ROWS = 64 -- in a bucket: ids made to collide push each other out
local SWIFT_MERGES = 8 -- in one go, after many have left

local call = redis.call
local byte, find, sub = string.byte, string.find, string.sub
local pack, number = struct.pack, struct.unpack
local floor, min, max = math.floor, math.min, math.max

local clock = tonumber(call('TIME')[1])
local ttl, mostMembers, mostKeys = number('>I4I4I4', ARGV[1])

-- The swarm at hand.
local key, now, stamp
local stored, swept, completed
local buckets, living = {}, {}
local read, written
local deltas -- of each table: by second, how many more members will expire then

local function get(field)
  local value = read[field]
  if value == nil then
    value = call('HGET', key, field) or ''
    read[field] = value
  end
  return value
end

local function put(field, value)
  read[field] = value
  written[field] = true
end

local function bucket(t, i)
  return pack('>I4', t * 16777216 + i)
end

local function page(t, second)
  return pack('>I4', (128 + t) * 16777216 + floor(second / PAGE) % 16777216)
end

-- Counts members that will expire at a second, or fewer.
local function count(t, second, by)
  deltas[t][second] = (deltas[t][second] or 0) + by
  living[t] = living[t] + by
end

-- Writes what was counted into the pages.
local function recount(t)
  for second, by in pairs(deltas[t]) do
    local field = page(t, second)
    local counters = get(field)
    if counters == '' then
      counters = NO_COUNTS
    end
    local at = second % PAGE * 4
    local counted = pack('>I4', number('>I4', counters, at + 1) + by)
    put(field, sub(counters, 1, at) .. counted .. sub(counters, at + 5))
  end
end

-- A row that was there is no more; those of earlier seconds have been discounted.
local function discount(t, expiry)
  if expiry > now then
    count(t, expiry, -1)
  end
end

-- Takes off the living whose second has come.
local function sweep(t)
  for n = floor((swept + 1) / PAGE), floor(now / PAGE) do
    local first, last = n * PAGE, n * PAGE + PAGE - 1
    local field = page(t, first)
    local counters = get(field)
    if counters ~= '' then
      for second = max(swept + 1, first), min(now, last) do
        living[t] = living[t] - number('>I4', counters, second % PAGE * 4 + 1)
      end
      if last <= now then
        put(field, '')
      end
    end
  end
end

-- Reads what is known of a swarm, and with it fields that will be wanted: ahead, a list whose first
-- two places are free.
local function open(swarm, ahead)
  key, read, written = swarm, {}, {}
  deltas = { [0] = {}, {}, {}, {} }
  ahead[1], ahead[2] = key, 'm'
  local values = call('HMGET', unpack(ahead))
  stored = values[1]
  for i = 3, #ahead do
    read[ahead[i]] = values[i - 1] or ''
  end
  if not stored then
    swept, completed, now = 0, 0, clock
    for of = 0, 3 do
      buckets[of], living[of] = 0, 0
    end
  else
    swept, completed, buckets[0], living[0], buckets[1], living[1], buckets[2], living[2],
      buckets[3], living[3] = number(META, stored)
    now = max(clock, swept) -- another server's clock may have been ahead
    if now > swept then
      for of = 0, 3 do
        if living[of] > 0 then
          sweep(of)
        end
      end
    end
  end
  stamp = pack('>I4', now + ttl)
end

local function members()
  return living[0] + living[1] + living[2] + living[3]
end

local function meta()
  return pack(META, now, completed, buckets[0], living[0], buckets[1], living[1], buckets[2],
    living[2], buckets[3], living[3])
end

local function close()
  if members() == 0 then
    if stored then
      call('DEL', key)
    end
    return
  end
  for t = 0, 3 do
    recount(t)
  end
  local set, sets, gone = { key }, 1, nil
  local latest = meta()
  if latest ~= stored then
    set[2], set[3], sets = 'm', latest, 3
  end
  for field in pairs(written) do
    local value = read[field]
    if value == '' then
      gone = gone or { key }
      gone[#gone + 1] = field
    else
      set[sets + 1], set[sets + 2], sets = field, value, sets + 2
    end
  end
  if sets > 1 then
    call('HSET', unpack(set))
  end
  if gone then
    call('HDEL', unpack(gone))
  end
  if now > swept then
    call('PEXPIRE', key, ttl * 1000)
  end
end

local levels = {}

-- The largest power of two that is not above n.
local function power(n)
  local _, exponent = math.frexp(n)
  return math.ldexp(1, exponent - 1)
end

local function bucketOf(t, hash)
  if levels[buckets[t]] == nil then
    levels[buckets[t]] = power(buckets[t])
  end
  local level = levels[buckets[t]]
  local i = hash % (2 * level)
  return bucket(t, i < buckets[t] and i or i - level)
end

-- Where in a bucket the row of an identity begins, or nil.
local function where(rows, identity, width)
  local at = find(rows, identity, HASH + 1, true)
  while at and (at - HASH - 1) % width ~= 0 do
    at = find(rows, identity, at + 1, true)
  end
  return at and at - HASH
end

-- Where in a bucket the first row begins that lives, as far as the rows are in order.
local function firstLiving(rows, width)
  local at = 1
  while at < #rows and number('>I4', rows, at) <= now do
    at = at + width
  end
  return at
end

local function otherRole(t)
  return t % 2 == 0 and t + 1 or t - 1
end

local function remove(t, identity)
  if buckets[t] == 0 then
    return
  end
  local field = bucketOf(t, number('>I4', identity))
  local rows, width = get(field), ROW_BYTES[t]
  local at = where(rows, identity, width)
  if at then
    discount(t, number('>I4', rows, at))
    put(field, sub(rows, 1, at - 1) .. sub(rows, at + width))
  end
end

local function lives(t, identity)
  if buckets[t] == 0 then
    return false
  end
  local rows = get(bucketOf(t, number('>I4', identity)))
  local at = where(rows, identity, ROW_BYTES[t])
  return at and number('>I4', rows, at) > now
end

-- What keeps a member from being added; nothing keeps one from being renewed.
local function reached(t, identity)
  if not stored then
    return call('DBSIZE') >= mostKeys and 'S'
  elseif members() >= mostMembers and not lives(t, identity) and not lives(otherRole(t), identity) then
    return 'P'
  end
end

-- Puts a row behind all others, and gives whether there was one of that identity before.
local function add(t, row)
  local width, expiry = ROW_BYTES[t], now + ttl
  local field = bucketOf(t, number('>I4', row))
  local rows = get(field)
  local first = firstLiving(rows, width)
  local before = where(rows, sub(row, 1, IDENTITY_BYTES), width)
  local at = before or #rows + 1
  local old = before and number('>I4', rows, before)
  if old ~= expiry then
    if old then
      discount(t, old)
    end
    count(t, expiry, 1)
  end
  if at > first and #rows - first >= MOST_ROWS * width then
    discount(t, number('>I4', rows, first))
    first = first + width
  end
  if before then
    put(field, sub(rows, first, at - 1) .. sub(rows, max(first, at + width)) .. stamp .. row)
  elseif first > 1 then
    put(field, sub(rows, first) .. stamp .. row)
  else
    put(field, rows .. stamp .. row)
  end
  return before
end

local function split(t)
  local width, level = ROW_BYTES[t], power(buckets[t])
  local from, to = buckets[t] - level, buckets[t]
  local rows = get(bucket(t, from))
  local staying, going = {}, {}
  for at = firstLiving(rows, width), #rows, width do
    local stays = number('>I4', rows, at + HASH) % (2 * level) == from
    local side = stays and staying or going
    side[#side + 1] = sub(rows, at, at + width - 1)
  end
  put(bucket(t, from), table.concat(staying))
  put(bucket(t, to), table.concat(going))
  buckets[t] = to + 1
end

-- The expiry of the last row, which is that of the longest-lived.
local function last(rows, width)
  return rows == '' and 0 or (number('>I4', rows, #rows - width + 1))
end

local function merge(t)
  local width, from = ROW_BYTES[t], buckets[t] - 1
  local into = from - power(from)
  local one, other = get(bucket(t, into)), get(bucket(t, from))
  one, other = sub(one, firstLiving(one, width)), sub(other, firstLiving(other, width))
  if last(one, width) > last(other, width) then
    one, other = other, one
  end
  put(bucket(t, into), one .. other)
  put(bucket(t, from), '')
  buckets[t] = from
end

-- Brings the number of buckets nearer to what the living need, a step or a few.
local function resize(t, steps)
  if living[t] > buckets[t] * SPLIT_LOAD then
    for _ = 1, steps do
      if living[t] > buckets[t] * SPLIT_LOAD then
        split(t)
      end
    end
  elseif buckets[t] > 1 and living[t] < buckets[t] * MERGE_LOAD then
    local merges = living[t] * 4 < buckets[t] * MERGE_LOAD and SWIFT_MERGES or 1
    for _ = 1, min(merges, buckets[t] - 1) do
      merge(t)
    end
  elseif buckets[t] == 1 and living[t] == 0 then
    put(bucket(t, 0), '')
    buckets[t] = 0
  end
end

local function resizeAll(steps)
  for t = 0, 3 do
    if buckets[t] > 0 then
      resize(t, steps)
    end
  end
end

-- Does one of the announces, or gives what keeps it from being done.
local function announceOne(t, isCompleted, row)
  local identity = sub(row, 1, IDENTITY_BYTES)
  local cap = reached(t, identity)
  if cap then
    return cap
  end
  if members() == 0 then
    completed = 0
  end
  completed = completed + isCompleted
  buckets[t] = max(1, buckets[t])
  if not add(t, row) then
    remove(otherRole(t), identity)
  end
end

local function announce(swarm, request)
  local ahead, fields, pages = { '', '' }, 2, {}
  local at, length = 2, #request
  while at <= length do
    local t = byte(request, at)
    fields = fields + 1
    ahead[fields] = sub(request, at + 2, at + 5)
    if not pages[t] then
      pages[t] = page(t, clock + ttl)
    end
    at = at + ENTRY_BYTES[t]
  end
  local entries, cap = fields - 2, nil
  for _, field in pairs(pages) do
    fields = fields + 1
    ahead[fields] = field
  end
  open(swarm, ahead)
  at = 2
  while at <= length do
    local t, isCompleted = byte(request, at, at + 1)
    local row = sub(request, at + 6, at + ENTRY_BYTES[t] - 1)
    cap = announceOne(t, isCompleted, row) or cap
    at = at + ENTRY_BYTES[t]
  end
  resizeAll(entries)
  close()
  return cap
end

local function leave(swarm, request)
  local identity = sub(request, 2)
  open(swarm, {})
  for t = 0, 3 do
    remove(t, identity)
  end
  resizeAll(1)
  close()
end

local function scrape(swarm)
  open(swarm, {})
end

local DO = { A = announce, L = leave, S = scrape }
local answer = {}
for i = 1, #KEYS do
  local request = ARGV[i + 1]
  local cap = DO[sub(request, 1, 1)](KEYS[i], request)
  answer[i] = meta() .. (cap or '')
end
return answer

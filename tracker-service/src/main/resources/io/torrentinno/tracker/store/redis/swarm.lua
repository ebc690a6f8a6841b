-- Does one thing or several to swarms, each a hash of packed rows (docs/adr/0013-rows-in-buckets.md).
--   KEYS[i]      a swarm
--   ARGV[1]      how long a member lives after its announce, in seconds
--   ARGV[i + 1]  what to do with KEYS[i], in the bytes that Request.java writes
-- Gives, one swarm after the other, a header and the buckets that Reply.java reads.
--
-- A swarm has four tables, numbered 0 to 3: IPv4 leechers and seeders, IPv6 leechers and seeders. A
-- table is a linear hash table of buckets, strings of rows without anything between them:
--   row     expiry (4 bytes, seconds), hash (4), id (32), address and port (6 or 18), zone (2)
-- In most buckets the rows are in the order of their expiry. For every second to come, a table counts
-- the members that expire then, so that the living are counted without being looked at:
--   page    64 counters of 4 bytes, for the seconds 64 n to 64 n + 63
-- The fields of the hash are, all numbers big-endian:
--   'm'               what is in META
--   t, i (1 + 3)      bucket i of table t
--   128 + t, n (1+3)  page n of table t, n modulo 2^24
local META = '>I4I4I4I4I4I4I4I4I4I4' -- second swept, completed, and of each table: buckets, living
local ROW_BYTES = { [0] = 48, 48, 60, 60 }
local HASH, EXPIRY_BYTES = 4, 4 -- where in a row the hash begins
local IDENTITY_BYTES = 36 -- hash and id
local SPLIT_LOAD, MERGE_LOAD = 16, 6 -- living members per bucket
local MOST_ROWS = 64 -- in a bucket: ids made to collide push each other out
local MOST_BUCKETS = 4000 -- in an answer
local SWIFT_MERGES = 8 -- in one go, after many have left

local call = redis.call
local find, sub, char = string.find, string.sub, string.char
local pack, number = struct.pack, struct.unpack
local floor, min, max = math.floor, math.min, math.max

local clock = tonumber(call('TIME')[1])
local ttl = tonumber(ARGV[1])
local answer = {}

-- The swarm at hand.
local key, now
local swept, completed
local buckets, living = {}, {}
local read, written

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
  return pack('>I4', (128 + t) * 16777216 + floor(second / 64) % 16777216)
end

-- Counts members that will expire at a second, or fewer.
local function count(t, second, by)
  local field = page(t, second)
  local counters = get(field)
  if counters == '' then
    counters = string.rep('\0', 256)
  end
  local at = second % 64 * 4
  local counted = pack('>I4', number('>I4', counters, at + 1) + by)
  put(field, sub(counters, 1, at) .. counted .. sub(counters, at + 5))
  living[t] = living[t] + by
end

-- A row that was there is no more; those of earlier seconds have been discounted.
local function discount(t, expiry)
  if expiry > now then
    count(t, expiry, -1)
  end
end

-- Takes off the living whose second has come.
local function sweep(t)
  for n = floor((swept + 1) / 64), floor(now / 64) do
    local field = page(t, n * 64)
    local counters = get(field)
    if counters ~= '' then
      for second = max(swept + 1, n * 64), min(now, n * 64 + 63) do
        living[t] = living[t] - number('>I4', counters, second % 64 * 4 + 1)
      end
      if n * 64 + 63 <= now then
        put(field, '')
      end
    end
  end
end

local function open(swarm)
  key, read, written = swarm, {}, {}
  local meta = call('HGET', key, 'm')
  if not meta then
    swept, completed, now = 0, 0, clock
    for t = 0, 3 do
      buckets[t], living[t] = 0, 0
    end
    return
  end
  read.m = meta
  swept, completed, buckets[0], living[0], buckets[1], living[1], buckets[2], living[2],
    buckets[3], living[3] = number(META, meta)
  now = max(clock, swept) -- another server's clock may have been ahead
  if now > swept then
    for t = 0, 3 do
      if living[t] > 0 then
        sweep(t)
      end
    end
  end
end

local function close()
  if living[0] + living[1] + living[2] + living[3] == 0 then
    if read.m then
      call('DEL', key)
    end
    return
  end
  local meta = pack(META, now, completed, buckets[0], living[0], buckets[1], living[1],
    buckets[2], living[2], buckets[3], living[3])
  if meta ~= read.m then
    put('m', meta)
  end
  local set, gone = { key }, { key }
  for field in pairs(written) do
    if read[field] == '' then
      gone[#gone + 1] = field
    else
      set[#set + 1] = field
      set[#set + 1] = read[field]
    end
  end
  if #set > 1 then
    call('HSET', unpack(set))
  end
  if #gone > 1 then
    call('HDEL', unpack(gone))
  end
  if now > swept then
    call('PEXPIRE', key, ttl * 1000)
  end
end

-- The largest power of two that is not above n.
local function power(n)
  local _, exponent = math.frexp(n)
  return math.ldexp(1, exponent - 1)
end

local function bucketOf(t, hash)
  local level = power(buckets[t])
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

local function remove(t, identity)
  if buckets[t] == 0 then
    return false
  end
  local field = bucketOf(t, number('>I4', identity))
  local rows, width = get(field), ROW_BYTES[t]
  local at = where(rows, identity, width)
  if at then
    discount(t, number('>I4', rows, at))
    put(field, sub(rows, 1, at - 1) .. sub(rows, at + width))
  end
  return at ~= nil
end

-- Puts a row behind all others, and gives whether there was one of that identity before.
local function add(t, row)
  local identity, width = sub(row, 1, IDENTITY_BYTES), ROW_BYTES[t]
  local field = bucketOf(t, number('>I4', row))
  local rows = get(field)
  local at = where(rows, identity, width)
  local first = firstLiving(rows, width)
  local before = at
  if at then
    local expiry = number('>I4', rows, at)
    if expiry ~= now + ttl then
      discount(t, expiry)
      count(t, now + ttl, 1)
    end
  else
    count(t, now + ttl, 1)
    at = #rows + 1
  end
  if at < first then
    rows = sub(rows, first)
  else
    rows = sub(rows, first, at - 1) .. sub(rows, at + width)
  end
  if #rows >= MOST_ROWS * width then
    discount(t, number('>I4', rows))
    rows = sub(rows, width + 1)
  end
  put(field, rows .. pack('>I4', now + ttl) .. row)
  return before ~= nil
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
local function resize(t)
  if living[t] > buckets[t] * SPLIT_LOAD then
    split(t)
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

local function respond(all, ofBuckets, kinds, values)
  answer[#answer + 1] = pack('>I4I4I4I4I4B', living[1] + living[3], living[0] + living[2], completed,
    now, ofBuckets, all and 1 or 0) .. kinds
  for i = 1, #values do
    answer[#answer + 1] = values[i]
  end
end

-- Chooses buckets for so many rows among those of the given tables: evenly spaced, from anywhere on,
-- any distance apart, so that each bucket is as likely as any other. Fields go to the end of a list.
local function choose(of, rows, start, stride, fields)
  local total, members = 0, 0
  for t = 0, 3 do
    total = total + of[t] * buckets[t]
    members = members + of[t] * living[t]
  end
  if total == 0 then
    return true, {}, false
  end
  local chosen = rows == 0 and 0 or total
  if members > rows then
    chosen = math.ceil(rows * total / members)
    chosen = chosen * 3 >= total * 2 and total or chosen
  end
  chosen = min(chosen, MOST_BUCKETS)
  stride = chosen < 2 and 1 or 1 + stride % max(1, floor((total - 1) / (chosen - 1)))
  local kinds = {}
  for i = 0, chosen - 1 do
    local n, t = (start + i * stride) % total, 0
    while n >= of[t] * buckets[t] do
      n = n - of[t] * buckets[t]
      t = t + 1
    end
    kinds[i + 1] = t
    fields[#fields + 1] = bucket(t, n)
  end
  return chosen == total, kinds, members < total * MERGE_LOAD
end

local function announce(request)
  local _, t, isCompleted, rows, start, stride, at
  local of = {}
  _, t, of[0], of[1], of[2], of[3], isCompleted, rows, start, stride, at =
    number('>BBBBBBBI2I4I4', request)
  local row = sub(request, at)
  if living[0] + living[1] + living[2] + living[3] == 0 then
    completed = 0
  end
  buckets[t] = max(1, buckets[t])

  local fields = { bucketOf(t, number('>I4', row)), page(t, now + ttl) }
  local own = #fields
  local all, kinds, sparse = choose(of, rows, start, stride, fields)
  local values = call('HMGET', key, unpack(fields))
  local drawn, drawnKinds = {}, {}
  for i = 1, #values do
    local value = values[i] or ''
    if i <= own then
      read[fields[i]] = read[fields[i]] or value
    elseif value ~= '' then
      local kind = kinds[i - own]
      if not sparse or last(value, ROW_BYTES[kind]) > now then
        drawn[#drawn + 1] = value
        drawnKinds[#drawnKinds + 1] = kind
      end
    end
  end

  if not add(t, row) then
    remove(t % 2 == 0 and t + 1 or t - 1, sub(row, 1, IDENTITY_BYTES))
  end
  completed = completed + isCompleted
  for other = 0, 3 do
    if buckets[other] > 0 then
      resize(other)
    end
  end
  close()
  respond(all, buckets[t], char(unpack(drawnKinds)), drawn)
end

local function leave(request)
  local identity = sub(request, 2)
  for t = 0, 3 do
    remove(t, identity)
    if buckets[t] > 0 then
      resize(t)
    end
  end
  close()
  respond(true, 0, '', {})
end

local function scrape()
  respond(true, 0, '', {})
end

-- Gives some of a table's buckets as they are: so many below a number, or below their end.
local function list(request)
  local _, t, below, most = number('>BBI4I4', request)
  below = min(below, buckets[t])
  local fields, kinds = { key }, {}
  for i = max(0, below - most), below - 1 do
    fields[#fields + 1] = bucket(t, i)
  end
  local values = #fields > 1 and call('HMGET', unpack(fields)) or {}
  for i = 1, #values do
    values[i] = values[i] or ''
    kinds[i] = t
  end
  respond(false, buckets[t], char(unpack(kinds)), values)
end

local DO = { A = announce, L = leave, S = scrape, B = list }
for i = 1, #KEYS do
  local request = ARGV[i + 1]
  open(KEYS[i])
  DO[sub(request, 1, 1)](request)
end
return answer

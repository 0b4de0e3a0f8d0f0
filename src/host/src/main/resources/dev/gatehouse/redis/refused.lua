-- Adds one batch of refusals of one tenant to those of their days: KEYS = the batch marker, then for each day its hash of refusals and
-- the hash that counts its lines, then the usage hashes; ARGV = the batch's id, the days' seconds to live, the usage hashes' seconds to
-- live, how many days, how many usage hashes; then for each of those by how much its "denied" grows; then for each line {which of KEYS
-- is its day, its group, the line, the same without names, the same without the key, how often, first, last}.
-- Answers how many of the writes failed, and why the first did. A batch that was written already is not written again.
--
-- A hash has the line as field and "<how often> <first> <last>" as value, with tabs between. It is bounded whatever callers make up: a
-- group has so many lines and a day so many; beyond that a refusal counts for the key's line without names, and beyond so many of those
-- for the one without the key.
local MOST_OF_A_GROUP = 100
local MOST = 2000
local MOST_WITHOUT_NAMES = 1000
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return { 0 }
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', 3600)
local failed, why = 0, nil
local function call(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    failed = failed + 1
    why = why or reply.err
    return nil
  end
  return reply
end

local function get(hash, field)
  local values = call('HMGET', hash, field)
  return values and values[1]
end

local function admits(counts, what, most)
  local now = call('HINCRBY', counts, what, 1)
  return now and now <= most
end

local function place(hash, counts, group, line, of_key, of_all)
  if get(hash, line) then
    return line
  elseif admits(counts, 'key ' .. group, MOST_OF_A_GROUP) and admits(counts, 'lines', MOST) then
    return line
  elseif get(hash, of_key) or admits(counts, 'without names', MOST_WITHOUT_NAMES) then
    return of_key
  end
  return of_all
end

local days, used = tonumber(ARGV[4]), tonumber(ARGV[5])
local at = 6
for i = 2 + 2 * days, 1 + 2 * days + used do
  call('HINCRBY', KEYS[i], 'denied', ARGV[at])
  call('EXPIRE', KEYS[i], ARGV[3])
  at = at + 1
end
while at < #ARGV do
  local hash, counts = KEYS[tonumber(ARGV[at])], KEYS[tonumber(ARGV[at]) + 1]
  local before = failed
  local line = place(hash, counts, ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4])
  local count, first, last = string.match(get(hash, line) or '', '^(%d+)\t(%S+)\t(%S+)$')
  first = first and first < ARGV[at + 6] and first or ARGV[at + 6]
  last = last and last > ARGV[at + 7] and last or ARGV[at + 7]
  if failed == before then
    call('HSET', hash, line, string.format('%.0f', (count or 0) + ARGV[at + 5]) .. '\t' .. first .. '\t' .. last)
  end
  failed = math.min(failed, before + 1)
  at = at + 8
end
for i = 2, 1 + 2 * days do
  redis.call('EXPIRE', KEYS[i], ARGV[2])
end
return { failed, why }

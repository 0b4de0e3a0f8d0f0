-- Keeps the index of a tenant's sessions. KEYS = the sorted set of "<owner> <id>" by last use in ms; the hash of the bytes that they take:
-- of logs by "<id>", of records by "<id> r", all of them in "*". ARGV = ms after which an idle session is gone; the most sessions, 0 where
-- none is added; the most bytes; then for each session: its member, 'used', 'gone' or '', the bytes of its log and of its record, ''
-- where they are as they were. A session that is added stands first.
-- Answers the ids of sessions to end, and of those whose logs to empty.
local call, floor = redis.call, math.floor
local sessions, sizes = KEYS[1], KEYS[2]
local idle, most, most_bytes = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = call('TIME')
local now = time[1] * 1000 + floor(time[2] / 1000)

local function id_of(member)
  return string.match(member, '(%S+)$')
end

local function owner_of(member)
  return string.match(member, '^(.*) %S+$') or ''
end

local function resize(field, bytes)
  local before = call('HGET', sizes, field) or 0
  if bytes > 0 then
    call('HSET', sizes, field, bytes)
  elseif before ~= 0 then
    call('HDEL', sizes, field)
  end
  if bytes ~= tonumber(before) then
    call('HINCRBY', sizes, '*', bytes - before)
  end
end

local function remove(member)
  call('ZREM', sessions, member)
  resize(id_of(member), 0)
  resize(id_of(member) .. ' r', 0)
end

for _, member in ipairs(call('ZRANGEBYSCORE', sessions, '-inf', now - idle, 'LIMIT', 0, 1000)) do
  remove(member)
end
for i = 4, #ARGV, 4 do
  local member = ARGV[i]
  if ARGV[i + 1] == 'used' then
    call('ZADD', sessions, now, member)
  elseif ARGV[i + 1] == 'gone' then
    remove(member)
  end
  if ARGV[i + 2] .. ARGV[i + 3] ~= '' and call('ZSCORE', sessions, member) then
    if ARGV[i + 2] ~= '' then
      resize(id_of(member), tonumber(ARGV[i + 2]))
    end
    if ARGV[i + 3] ~= '' then
      resize(id_of(member) .. ' r', tonumber(ARGV[i + 3]))
    end
  end
end

-- The owner with the most sessions loses those that have been idle for longest; of several such owners, each may lose some. One percent
-- of the limit goes at once, for the search reads the whole index. After that only a limit that was lowered leaves too many.
local ended = {}
local over = most > 0 and call('ZCARD', sessions) - most or 0
if over > 0 then
  local members, counts, largest = call('ZRANGE', sessions, 0, -1), {}, 0
  for _, member in ipairs(members) do
    local owner = owner_of(member)
    counts[owner] = (counts[owner] or 0) + 1
    largest = math.max(largest, counts[owner])
  end
  local share = math.max(1, math.min(floor(most / 100), floor(largest / 2)))
  local wanted = math.max(over, floor(most / 100), 1)
  local lost, gone = {}, {}
  for pass = 1, 2 do
    for _, member in ipairs(members) do
      local owner = owner_of(member)
      local few = (lost[owner] or 0) < share and counts[owner] == largest
      if #ended < (pass == 1 and wanted or over) and member ~= ARGV[4] and not gone[member] and (pass == 2 or few) then
        lost[owner], gone[member] = (lost[owner] or 0) + 1, true
        ended[#ended + 1] = id_of(member)
        remove(member)
      end
    end
  end
end

-- Too many bytes: the longest idle sessions lose their logs; if records alone are too many, those sessions end.
local emptied = {}
local total = tonumber(call('HGET', sizes, '*') or 0)
if total > most_bytes then
  local members = call('ZRANGE', sessions, 0, -1)
  local enough = most_bytes * 0.9
  for pass, kind in ipairs({ '', ' r' }) do
    for _, member in ipairs(members) do
      if total <= enough then
        break
      end
      local id = id_of(member)
      local bytes = tonumber(call('HGET', sizes, id .. kind) or 0)
      if bytes > 0 then
        total = total - bytes
        if pass == 1 then
          emptied[#emptied + 1] = id
          resize(id, 0)
        else
          ended[#ended + 1] = id
          remove(member)
        end
      end
    end
  end
end
call('PEXPIRE', sessions, 2 * idle)
call('PEXPIRE', sizes, 2 * idle)
return { ended, emptied }

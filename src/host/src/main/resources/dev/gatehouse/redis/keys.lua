-- One round of a scan for the records of keys: ARGV = cursor, pattern, count, the length of what names start with before the id; then what
-- is asked for, each '' for anything: tenant, owner, text in lower case, unix seconds before which it was made, minute since which it was
-- not used, what the names of last uses start with.
-- Answers the next cursor, how many keys it looked at, and the ids of keys that may match: whoever asks reads their records.
local cursor, pattern, count, start = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local tenant, owner, text, before, since, seen = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8]), ARGV[9], ARGV[10]
local call, find, lower, sub = redis.call, string.find, string.lower, string.sub
local page = call('SCAN', cursor, 'MATCH', pattern, 'COUNT', count, 'TYPE', 'hash')

local function has(value)
  return value and find(lower(value), text, 1, true)
end

local ids, n = {}, 0
for _, name in ipairs(page[2]) do
  local id = sub(name, start + 1)
  local record = call('HMGET', name, 'tenant', 'owner', 'name', 'created')
  local meant = (tenant == '' or tenant == record[1]) and (owner == '' or owner == record[2])
    and (text == '' or has(id) or has(record[2]) or has(record[3]))
  if meant and before then
    -- A time in another form is for whoever asks to read.
    local created = tonumber(record[4])
    meant = record[4] and (not created or created < before)
  end
  if meant and since ~= '' then
    local last = call('GET', seen .. id)
    meant = not last or last < since
  end
  if meant then
    n = n + 1
    ids[n] = id
  end
end
return { page[1], #page[2], ids }

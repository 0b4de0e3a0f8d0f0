-- Creates or changes a session. KEYS = its hash. ARGV = ms to live, or '' for a change, which needs a session that is there; the newest
-- format that the host knows; how many fields and values follow; those; fields to remove.
-- Answers all its fields and values; nil when it has ended; its format alone when that is newer than what the host knows.
local MOST_FIELDS = 1020 -- 1,000 subscriptions, and what every session has
local MOST_BYTES = 131072 -- of subscriptions, which the field "subs" counts
local call, hash, values = redis.call, KEYS[1], tonumber(ARGV[3])
if ARGV[1] == '' then
  local format = call('HGET', hash, 'v')
  if not format then
    return false
  elseif not tonumber(format) or tonumber(format) > tonumber(ARGV[2]) then
    return format
  end
end
local function is_subscription(field)
  return string.sub(field, 1, 4) == 'sub:'
end
local bytes = tonumber(call('HGET', hash, 'subs') or 0)
local before = bytes
for i = 4, 3 + values, 2 do
  local field = ARGV[i]
  local new = is_subscription(field) and call('HEXISTS', hash, field) == 0
  if not new or call('HLEN', hash) < MOST_FIELDS and bytes + #field <= MOST_BYTES then
    call('HSET', hash, field, ARGV[i + 1])
    bytes = bytes + (new and #field or 0)
  end
end
for i = 4 + values, #ARGV do
  if call('HDEL', hash, ARGV[i]) == 1 and is_subscription(ARGV[i]) then
    bytes = bytes - #ARGV[i]
  end
end
if bytes ~= before then
  call('HSET', hash, 'subs', bytes)
end
if ARGV[1] ~= '' then
  call('PEXPIRE', hash, ARGV[1])
end
return call('HGETALL', hash)

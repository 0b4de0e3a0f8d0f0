-- Creates or changes a session. KEYS = its hash. ARGV = ms to live, or '' for a change, which needs a session that is there; the newest
-- format that the host knows; how many fields and values follow; those; fields to remove.
-- Answers all its fields and values; nil when it has ended; its format alone when that is newer than what the host knows.
local MOST_FIELDS = 1020 -- 1,000 subscriptions, and what every session has
local call, hash, values = redis.call, KEYS[1], tonumber(ARGV[3])
if ARGV[1] == '' then
  local format = call('HGET', hash, 'v')
  if not format then
    return false
  elseif not tonumber(format) or tonumber(format) > tonumber(ARGV[2]) then
    return format
  end
end
for i = 4, 3 + values, 2 do
  if call('HLEN', hash) < MOST_FIELDS or call('HEXISTS', hash, ARGV[i]) == 1 then
    call('HSET', hash, ARGV[i], ARGV[i + 1])
  end
end
for i = 4 + values, #ARGV do
  call('HDEL', hash, ARGV[i])
end
if ARGV[1] ~= '' then
  call('PEXPIRE', hash, ARGV[1])
end
return call('HGETALL', hash)

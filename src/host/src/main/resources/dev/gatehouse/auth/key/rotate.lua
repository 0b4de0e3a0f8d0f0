-- A key takes another one's place: KEYS = the old record, the new one, the mark of the old one's rotation; ARGV = the old id, when the
-- old one ends at the latest in unix seconds, then field, value, ... of what is the new one's own, hash among them.
-- Answers 1, also when it was done before. When it fails, neither record is changed. Its commands are those of the host's own user.
--
-- The new record gets the time to live that the old one had before any rotation. A rotation gives the old one an end, so the mark keeps
-- what that was before: "<the end that a rotation set> <when it would have ended without, or -1>".
local old, fresh, mark = KEYS[1], KEYS[2], KEYS[3]
local id, asked, own = ARGV[1], tonumber(ARGV[2]), {}
for i = 3, #ARGV, 2 do
  own[ARGV[i]] = ARGV[i + 1]
end
local function record(name)
  local flat, fields = redis.call('HGETALL', name), {}
  for i = 1, #flat, 2 do
    fields[flat[i]] = flat[i + 1]
  end
  return fields, #flat > 0
end
local fields, there = record(old)
local made, known = record(fresh)
local done = known and made.replaces == id and made.hash == own.hash
if known and not done then
  return redis.error_reply('ERR ' .. fresh .. ' exists already')
end
if not there then
  return done and 1 or redis.error_reply('NOKEY ' .. old .. ' does not exist')
end

local time, left = redis.call('TIME'), redis.call('PTTL', old)
local now = tonumber(time[1])
local ends = left < 0 and -1 or math.floor(now + time[2] / 1000000 + left / 1000 + 0.5)
local lasts = ends
local set, before = string.match(redis.call('GET', mark) or '', '^(%d+) (%-?%d+)$')
if set and math.abs(ends - set) <= 1 then
  lasts = tonumber(before)
end
local sooner = ends < 0 or asked < ends
local ending = sooner and asked or ends
-- First, since a full Redis refuses only the first write of a script. A mark that tells of another end counts for nothing.
redis.call('SET', mark, string.format('%d %d', ending, lasts), 'EX', math.max(1, ending - now + 60))
if not done then
  -- The record is not there, so this changes nothing; but it fails, as below, for a user without the right to it.
  redis.call('EXPIREAT', fresh, asked)
  fields.replaces, fields.line = id, fields.line or id
  for field, value in pairs(own) do
    fields[field] = value
  end
  local flat = {}
  for field, value in pairs(fields) do
    flat[#flat + 1] = field
    flat[#flat + 1] = value
  end
  redis.call('HSET', fresh, unpack(flat))
  if lasts >= 0 then
    redis.call('EXPIREAT', fresh, lasts)
  end
end
if sooner then
  redis.call('EXPIREAT', old, asked)
end
return 1

-- Writes one batch of calls of one tenant: KEYS = the audit stream, the batch marker, then the usage hashes; ARGV = the batch's id, for
-- how many ms the stream keeps an entry, how many entries it keeps at most (0: no bound is known), the hashes' seconds to live, how many
-- increments; then for each of them {which of KEYS, field, by how much}; then eleven values for each audit entry.
-- Answers how many of the writes failed, and why the first did; a key of the wrong type fails its own and no other. A batch that was
-- written already is not written again: the answer may have been lost, and then it is sent twice.
if redis.call('GET', KEYS[2]) == ARGV[1] then
  return { 0 }
end
redis.call('SET', KEYS[2], ARGV[1], 'EX', 3600)
local failed, why = 0, nil
local function write(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    failed = failed + 1
    why = why or reply.err
    return false
  end
  return true
end

local at = 6
for i = 1, tonumber(ARGV[5]) do
  write('HINCRBY', KEYS[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 2])
  at = at + 3
end
for i = 3, #KEYS do
  redis.call('EXPIRE', KEYS[i], ARGV[4])
end

-- An entry's id is its time on Redis's clock, and so that clock says what is too old. XADD trims, for the user's rights know no XTRIM.
local time = redis.call('TIME')
local oldest = string.format('%.0f', math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[2]))
-- Of a single entry one of both, by chance.
local first, last, added = at, #ARGV - 10, false
local sized = ARGV[3] ~= '0' and (first ~= last or time[2] % 2 == 0)
while at < #ARGV do
  local trim, bound = nil, nil
  if at == last and sized then
    trim, bound = 'MAXLEN', ARGV[3]
  elseif at == first then
    trim, bound = 'MINID', oldest
  end
  local fields = { '*', 'at', ARGV[at], 'key', ARGV[at + 1], 'owner', ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], 'outcome', ARGV[at + 5],
    'reason', ARGV[at + 6], 'ms', ARGV[at + 7], 'request', ARGV[at + 8], 'policy', ARGV[at + 9], 'method', ARGV[at + 10] }
  if trim then
    added = write('XADD', KEYS[1], trim, '~', bound, unpack(fields)) or added
  else
    added = write('XADD', KEYS[1], unpack(fields)) or added
  end
  at = at + 11
end
if added then
  redis.call('EXPIRE', KEYS[1], math.ceil(ARGV[2] / 1000))
end
return { failed, why }

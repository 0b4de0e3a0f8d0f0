-- Writes one batch of account of one tenant: KEYS = the audit stream, the batch marker, then the usage hashes; ARGV = the batch's id,
-- the stream's length to keep, the hashes' seconds to live, how many increments; then for each of them {which of KEYS, field, by how
-- much}; then nine values for each audit entry.
-- Answers how many of the writes failed; a key of the wrong type fails its own and no other. A batch that was written already is not
-- written again: the answer may have been lost, and then it is sent twice.
if redis.call('GET', KEYS[2]) == ARGV[1] then
  return 0
end
redis.call('SET', KEYS[2], ARGV[1], 'EX', 3600)
local failed = 0
local function write(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    failed = failed + 1
  end
end

local at = 5
for i = 1, tonumber(ARGV[4]) do
  write('HINCRBY', KEYS[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 2])
  at = at + 3
end
for i = 3, #KEYS do
  redis.call('EXPIRE', KEYS[i], ARGV[3])
end
while at < #ARGV do
  write('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*', 'at', ARGV[at], 'key', ARGV[at + 1], 'owner', ARGV[at + 2],
    'tool', ARGV[at + 3], 'outcome', ARGV[at + 4], 'reason', ARGV[at + 5], 'ms', ARGV[at + 6], 'request', ARGV[at + 7],
    'policy', ARGV[at + 8])
  at = at + 9
end
return failed

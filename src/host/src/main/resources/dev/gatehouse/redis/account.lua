-- Writes one batch of calls of one tenant: KEYS = the audit stream, the batch marker, then the usage hashes; ARGV = the batch's id, for
-- how many ms the stream keeps an entry, how many entries it keeps at most (0: no bound is known), the hashes' seconds to live, and a JSON
-- array: how many increments, then for each of them {which of KEYS, field, by how much}; how many groups, then for each of them the eight
-- values that its calls share; then for each call {which group, time, ms, request id}. The first value of a group is a key's id, or for
-- a token an array of its id, its issuer and its client.
-- Answers how many of the writes failed, and why the first did; a key of the wrong type fails its own and no other. A batch that was
-- written already is not written again: the answer may have been lost, and then it is sent twice.
--
-- The loop over calls is what this script costs, so it makes no table and no function for a call.
local stream, marker = KEYS[1], KEYS[2]
local number, keep, most, seconds, batch = ARGV[1], ARGV[2], ARGV[3], ARGV[4], cjson.decode(ARGV[5])
local call, pcall = redis.call, redis.pcall
if call('SET', marker, number, 'EX', 3600, 'GET') == number then
  return { 0 }
end

local failed, why = 0, nil
local at = 2
for i = 1, batch[1] do
  local reply = pcall('HINCRBY', KEYS[batch[at]], batch[at + 1], batch[at + 2])
  if type(reply) == 'table' then
    failed = failed + 1
    why = why or reply.err
  end
  at = at + 3
end
for i = 3, #KEYS do
  call('EXPIRE', KEYS[i], seconds)
end

-- An entry's id is its time on Redis's clock, and so that clock says what is too old. XADD trims, for the user's rights know no XTRIM.
local time = call('TIME')
local oldest = string.format('%.0f', math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - keep))
local groups = at - 7
local tokens = {}
for g = groups + 8, groups + 8 * batch[at], 8 do
  if type(batch[g]) == 'table' then
    tokens[g] = batch[g]
  end
end
local first, last = at + 1 + 8 * batch[at], #batch - 3
-- The first entry trims by age and the last by number, a single one by one of both, by chance.
local sized = most ~= '0' and (first ~= last or time[2] % 2 == 0)
for i = first, last, 4 do
  local g = groups + 8 * batch[i]
  local token = tokens[g]
  if i ~= first and (i ~= last or not sized) then
    if token then
      call('XADD', stream, '*', 'at', batch[i + 1], 'key', token[1], 'owner', batch[g + 1], batch[g + 2], batch[g + 3],
        'outcome', batch[g + 4], 'reason', batch[g + 5], 'ms', batch[i + 2], 'request', batch[i + 3], 'policy', batch[g + 6],
        'method', batch[g + 7], 'issuer', token[2], 'client', token[3])
    else
      call('XADD', stream, '*', 'at', batch[i + 1], 'key', batch[g], 'owner', batch[g + 1], batch[g + 2], batch[g + 3],
        'outcome', batch[g + 4], 'reason', batch[g + 5], 'ms', batch[i + 2], 'request', batch[i + 3], 'policy', batch[g + 6],
        'method', batch[g + 7])
    end
  else
    local by_number = i == last and sized
    local words = { 'XADD', stream, by_number and 'MAXLEN' or 'MINID', '~', by_number and most or oldest, '*',
      'at', batch[i + 1], 'key', token and token[1] or batch[g], 'owner', batch[g + 1], batch[g + 2], batch[g + 3],
      'outcome', batch[g + 4], 'reason', batch[g + 5], 'ms', batch[i + 2], 'request', batch[i + 3], 'policy', batch[g + 6],
      'method', batch[g + 7], token and 'issuer', token and token[2], token and 'client', token and token[3] }
    local reply = pcall(unpack(words))
    if type(reply) == 'table' then
      -- The key has the wrong type, or the user may not write it: no entry of the batch would be taken.
      return { failed + (#batch - i + 1) / 4, why or reply.err }
    end
  end
end
call('EXPIRE', stream, math.ceil(keep / 1000))
return { failed, why }

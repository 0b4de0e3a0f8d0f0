-- One key as it stands now: KEYS = its hash, the revocation set; ARGV = its id.
-- Answers {fields, ttl in ms, 0 or 1 for revoked}, or {type} when it is something other than a hash.
-- A revocation set of the wrong type raises an error, and the caller fails closed.
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'hash' and kind ~= 'none' then
  return { kind }
end
local named = redis.call('HMGET', KEYS[1], 'tenant', 'owner')
local tenant, owner = named[1] or '', named[2] or ''
local hits = redis.call('SMISMEMBER', KEYS[2], ARGV[1], 'tenant:' .. tenant, 'owner:' .. tenant .. ':' .. owner)
local revoked = math.max(hits[1], hits[2], hits[3])
return { redis.call('HGETALL', KEYS[1]), redis.call('PTTL', KEYS[1]), revoked }

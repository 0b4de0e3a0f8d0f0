-- A new key, never over an existing one: KEYS = its hash; ARGV = expiry in unix seconds or '', then field, value, ...
-- Answers 1 when created, 0 when the name is taken.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
if ARGV[1] ~= '' then
  redis.call('EXPIREAT', KEYS[1], ARGV[1])
end
return 1

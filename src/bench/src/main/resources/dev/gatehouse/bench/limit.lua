-- The shortest rate limiter there is (GCRA) for the plain ceiling and for Quarkus: KEYS[1] the cell; ARGV[1] microseconds that a call
-- takes up; ARGV[2] microseconds that may be taken ahead. Returns 0, or how many microseconds too early the call is.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local due = tonumber(redis.call('GET', KEYS[1]) or now)
if due < now then due = now end
local early = due - now - ARGV[2]
if early > 0 then return early end
redis.call('SET', KEYS[1], string.format('%.0f', due + ARGV[1]), 'EX', 86400)
return 0

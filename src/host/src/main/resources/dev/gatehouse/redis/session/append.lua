-- Appends an event to a session's log. KEYS = the session's hash, the log, the bytes of the log. ARGV = the stream's name, the sequence in
-- it, ms to live of a log that is new, the most events, the most bytes, and the event's data; without that, the end of the stream.
-- Answers the event's position and the bytes of the log, or nil when the session has ended. Beyond a bound the oldest events go.
local OVERHEAD = 64 -- of an event, in bytes
local call, log, counter, data = redis.call, KEYS[2], KEYS[3], ARGV[6]
if call('EXISTS', KEYS[1]) == 0 then
  return false
end
local size = OVERHEAD + (data and #data or 0)
local position = data and call('XADD', log, '*', 's', ARGV[1], 'n', ARGV[2], 'd', data)
  or call('XADD', log, '*', 's', ARGV[1], 'n', ARGV[2])
local length, bytes = call('XLEN', log), size
if length == 1 then
  call('SET', counter, size)
else
  bytes = call('INCRBY', counter, size)
end
if bytes == size then
  call('PEXPIRE', log, ARGV[3])
  call('PEXPIRE', counter, ARGV[3])
end
while length > tonumber(ARGV[4]) or bytes > tonumber(ARGV[5]) and length > 0 do
  local first = call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  call('XDEL', log, first[1])
  bytes = call('INCRBY', counter, -OVERHEAD - #(first[2][6] or ''))
  length = length - 1
end
return { position, bytes }

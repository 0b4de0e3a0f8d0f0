-- Stands in front of a script under test: a "redis" whose time is what the key "clock" says in us, for TIME and for what expires.
-- As in Redis, a key is there until the clock's milliseconds are past the end of its time to live.
local redis = (function(real)
  local function micros()
    return tonumber(real.call('GET', 'clock'))
  end
  local function millis()
    return math.floor(micros() / 1000)
  end
  local commands = {}
  function commands.TIME()
    return { string.format('%.0f', math.floor(micros() / 1000000)), string.format('%.0f', micros() % 1000000) }
  end
  function commands.GET(key)
    local ends = real.call('GET', 'end of ' .. key)
    if ends and millis() > tonumber(ends) then
      real.call('DEL', key, 'end of ' .. key)
    end
    return real.call('GET', key)
  end
  function commands.SET(key, value, px, time)
    assert(px == 'PX')
    real.call('SET', 'end of ' .. key, string.format('%.0f', millis() + time))
    return real.call('SET', key, value)
  end
  local function run(command, ...)
    return commands[command](...)
  end
  return { call = run, pcall = run, error_reply = real.error_reply }
end)(redis)

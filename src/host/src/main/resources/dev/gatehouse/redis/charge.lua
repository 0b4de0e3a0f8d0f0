-- Charges one call to every limit or to none: KEYS = a cell per limit; ARGV = 1, or 0 when no limit may refuse it, then for each cell
-- the amount, below zero to give it back, N and its period: T in us for a rate, 'day' or 'month' for a quota.
-- Answers {allowed, the limit that decides (from 1), ms until it admits such a call, then for each limit: calls left, ms until whole}.
--
-- A rate is GCRA, kept as a debt: a cell is "<owed> <us when that was true>", paid back at N per T; no charge that a limit may refuse
-- makes it more than N. That is the theoretical arrival time in other units; as a time in us, intervals that are no whole number
-- (1 s / 3) would add up their rounding. A quota's cell is "<used> <yyyymmdd or yyyymm, UTC>". A cell that is whole again expires, and
-- no cell is the same as an empty one.
local ROUNDING = 1e-9 -- what rounding may have taken from one call
local NEVER = 2 ^ 52
local DAY_US = 86400 * 1000000
local refusable = ARGV[1] == '1'
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function read(cell)
  local text = redis.call('GET', cell)
  if not text then
    return 0, 0
  end
  local count, at = string.match(text, '^(%S+) (%d+)$')
  count, at = tonumber(count), tonumber(at)
  if not count or not at then
    -- A whole key id has no place in a log.
    local shown = string.gsub(cell, '(%x%x%x%x%x%x%x%x)%x+', '%1...')
    error('the cell ' .. shown .. ' is not a number and a time')
  end
  return count, at
end

local function ms(us)
  return math.max(0, math.ceil(us / 1000))
end

local function rate(cell, cost, burst, period)
  local per_us = burst / period
  local debt, at = read(cell)
  debt = math.max(0, debt - math.max(0, now - at) * per_us)
  local missing = cost - ROUNDING - (burst - debt)
  local limit = { missing = missing, wait = ms(missing / per_us) }
  function limit.left()
    return math.max(0, math.floor(burst - debt + ROUNDING))
  end
  function limit.reset()
    return ms(debt / per_us)
  end
  function limit.charge()
    debt = math.max(0, debt + cost)
    redis.call('SET', cell, string.format('%.17g %.0f', debt, now), 'PX', math.max(1, limit.reset()))
  end
  return limit
end

-- The day as a date, by Howard Hinnant's civil_from_days; and where the month ends, in days since 1970.
local function date(days)
  local z = days + 719468
  local era = math.floor(z / 146097)
  local doe = z - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
  local mp = math.floor((5 * doy + 2) / 153)
  local day = doy - math.floor((153 * mp + 2) / 5) + 1
  local month = mp < 10 and mp + 3 or mp - 9
  local year = yoe + era * 400 + (month <= 2 and 1 or 0)
  local length = ({ 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 })[month]
  if month == 2 and (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) then
    length = 29
  end
  return year * 10000 + month * 100 + day, days - day + 1 + length
end

local function quota(cell, cost, most, period)
  local today = math.floor(now / DAY_US)
  local page, next_month = date(today)
  local ends = (today + 1) * DAY_US
  if period == 'month' then
    page, ends = math.floor(page / 100), next_month * DAY_US
  end
  local used, at = read(cell)
  if at < page then
    used = 0
  end
  local reset = ms(ends - now)
  local limit = { missing = used + cost - most, wait = reset }
  function limit.left()
    return math.max(0, most - used)
  end
  function limit.reset()
    return used > 0 and reset or 0
  end
  function limit.charge()
    used = math.max(0, used + cost)
    redis.call('SET', cell, string.format('%.0f %.0f', used, math.max(at, page)), 'PX', math.max(1, reset))
  end
  return limit
end

local limits, allowed, decisive = {}, 1, nil
for i, cell in ipairs(KEYS) do
  local cost, most, period = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), ARGV[3 * i + 1]
  local limit = tonumber(period) and rate(cell, cost, most, tonumber(period)) or quota(cell, cost, most, period)
  limits[i] = limit
  if refusable and limit.missing > 0 then
    allowed = 0
    if cost > most then
      limit.wait = NEVER
    end
    if not decisive or limit.wait > limits[decisive].wait then
      decisive = i
    end
  end
end

local reply = { allowed, decisive or 1, allowed == 1 and 0 or math.max(1, limits[decisive].wait) }
for i, limit in ipairs(limits) do
  if allowed == 1 then
    limit.charge()
  end
  local left = limit.left()
  reply[2 * i + 2], reply[2 * i + 3] = left, limit.reset()
  if allowed == 1 and left < reply[2 * reply[2] + 2] then
    reply[2] = i
  end
end
return reply

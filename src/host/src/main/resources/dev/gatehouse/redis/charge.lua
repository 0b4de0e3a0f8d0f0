-- Charges one call to every limit or to none: KEYS = a cell per limit; ARGV = burst N and period T in us, for each cell.
-- Answers {allowed, the limit that decides (from 1), calls left, ms until whole, ms until the next call}.
--
-- GCRA, kept as a debt: a cell is "<calls owed> <us when that was true>", paid back at N per T, never more than N. That is the
-- theoretical arrival time in other units; as a time in us, intervals that are no whole number (1 s / 3) would add up their
-- rounding. A cell that is paid back expires, and no cell is the same as an empty one.
local CALL = 1 - 1e-9 -- what rounding may have left of one call
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function owed(cell, per_us)
  local text = redis.call('GET', cell)
  if not text then
    return 0
  end
  local debt, at = string.match(text, '^(%S+) (%d+)$')
  debt, at = tonumber(debt), tonumber(at)
  if not debt or not at then
    -- A whole key id has no place in a log.
    local shown = string.gsub(cell, '(%x%x%x%x%x%x%x%x)%x+', '%1...')
    error('the cell ' .. shown .. ' is not a debt and a time')
  end
  return math.max(0, debt - math.max(0, now - at) * per_us)
end

local function ms(calls, per_us)
  return math.max(0, math.ceil(calls / per_us / 1000))
end

local limits, allowed, worst = {}, 1, nil
for i, cell in ipairs(KEYS) do
  local burst = tonumber(ARGV[2 * i - 1])
  local per_us = burst / tonumber(ARGV[2 * i])
  local debt = owed(cell, per_us)
  local missing = CALL - (burst - debt)
  limits[i] = { cell = cell, burst = burst, per_us = per_us, debt = debt, wait = ms(missing, per_us) }
  if missing > 0 then
    allowed = 0
    if not worst or limits[i].wait > limits[worst].wait then
      worst = i
    end
  end
end

local function verdict(i)
  local limit = limits[i]
  local left = math.max(0, math.floor(limit.burst - limit.debt + 1 - CALL))
  return { allowed, i, left, ms(limit.debt, limit.per_us), allowed == 1 and 0 or math.max(1, limit.wait) }
end

if allowed == 0 then
  return verdict(worst)
end
for i, limit in ipairs(limits) do
  limit.debt = limit.debt + 1
  local ttl = math.max(1, ms(limit.debt, limit.per_us))
  redis.call('SET', limit.cell, string.format('%.17g %.0f', limit.debt, now), 'PX', ttl)
  local closest = worst and limits[worst]
  local left = limit.burst - limit.debt
  if not closest or left < closest.burst - closest.debt then
    worst = i
  end
end
return verdict(worst)

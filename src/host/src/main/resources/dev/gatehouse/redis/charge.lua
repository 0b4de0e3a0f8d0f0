-- Charges calls in turn, each to every limit of its own or to none. KEYS = a cell for each limit of each call. ARGV = for each call the
-- number of its limits, and 1, or 0 when no limit may refuse it; then for each limit the amount, below zero to give it back, N, its
-- period (T in us for a rate, 'day' or 'month' for a quota), and how many more to lease, 0 for none.
-- Answers one list: for each call 1 allowed, 0 refused or -1 not counted; the limit that decides (from 1), or the error; ms until it
-- admits such a call; then for each of its limits: left, ms until whole, leased.
--
-- A rate is GCRA, kept as a debt: a cell is "<owed> <us when that was true>", paid back at N per T; no charge that a limit may refuse
-- makes it more than N. That is the theoretical arrival time in other units; as a time in us, intervals that are no whole number
-- (1 s / 3) would add up their rounding. A quota's cell is "<used> <yyyymmdd or yyyymm, UTC>". A cell that is whole again expires, and
-- no cell is the same as an empty one.
--
-- A lease is charged now and used within LEASE_US, or LEASE_SHARE of T where that is shorter. Meanwhile its debt is paid back, too early
-- by that time. So a cell that is leased from, which the 0 before its time tells, holds back what comes back in that time, until it has
-- been whole for so long. Then the calls in any time are at most N and what comes back in that time.
local ROUNDING = 1e-9 -- what rounding may have taken from one call
local NEVER = 2 ^ 52
local DAY_US = 86400 * 1000000
local LEASE_US = 50000
local LEASE_SHARE = 0.02
local LEAST_LEASE = 4
local LEASE_PART = 4 -- one lease takes at most this part of what is left
local floor, ceil, max, min = math.floor, math.ceil, math.max, math.min
local find, sub, byte = string.find, string.sub, string.byte

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
-- By name, each a list: what is used, the time of that, how much comes back in a us (0 for a quota), us of a lease, what is held back for
-- leases, ms until a quota's period ends, whether it changes.
local cells = {}
local USED, AT, SPEED, SPAN, HELD, ENDS, CHANGED = 1, 2, 3, 4, 5, 6, 7
local day, month, day_ends, month_ends

-- The day as a date, by Howard Hinnant's civil_from_days; and where the month ends, in days since 1970.
local function read_calendar()
  local days = floor(now / DAY_US)
  local z = days + 719468
  local era = floor(z / 146097)
  local doe = z - era * 146097
  local yoe = floor((doe - floor(doe / 1460) + floor(doe / 36524) - floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + floor(yoe / 4) - floor(yoe / 100))
  local mp = floor((5 * doy + 2) / 153)
  local date = doy - floor((153 * mp + 2) / 5) + 1
  local moy = mp < 10 and mp + 3 or mp - 9
  local year = yoe + era * 400 + (moy <= 2 and 1 or 0)
  local length = ({ 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 })[moy]
  if moy == 2 and (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) then
    length = 29
  end
  month = year * 100 + moy
  day = month * 100 + date
  day_ends = ceil(((days + 1) * DAY_US - now) / 1000)
  month_ends = ceil(((days - date + 1 + length) * DAY_US - now) / 1000)
end

-- A cell as it stands now, or nil and an error.
local function read(name, most, period)
  local count, since, leased = 0, 0, false
  local text = redis.pcall('GET', name)
  if text then
    if type(text) == 'table' then
      return nil, text
    end
    local space = find(text, ' ', 1, true)
    count, since = space and tonumber(sub(text, 1, space - 1)), space and tonumber(sub(text, space + 1))
    if not (count and since and count >= 0 and count < NEVER) then
      -- A whole key id has no place in a log.
      local shown = string.gsub(name, '(%x%x%x%x%x%x%x%x)%x+', '%1...')
      return nil, redis.error_reply('ERR the cell ' .. shown .. ' is not a number and a time')
    end
    leased = byte(text, space + 1) == 48
  end
  local micros = tonumber(period)
  if micros then
    local speed, span = most / micros, min(LEASE_US, LEASE_SHARE * micros)
    return { max(0, count - max(0, now - since) * speed), now, speed, span, leased and span * speed or 0, false, false }
  end
  if not day then
    read_calendar()
  end
  local page = period == 'day' and day or month
  return { since < page and 0 or count, max(since, page), 0, 0, 0, period == 'day' and day_ends or month_ends, false }
end

local reply, r, k, a, changed, changes = {}, 0, 0, 0, {}, 0
while k < #KEYS do
  local limits, refusable = tonumber(ARGV[a + 1]), ARGV[a + 2] == '1'
  local allowed, decisive, wait = 1, 1, 0
  for i = 1, limits do
    local name, cost, most = KEYS[k + i], tonumber(ARGV[a + 4 * i - 1]), tonumber(ARGV[a + 4 * i])
    local cell, failure = cells[name], nil
    if not cell then
      cell, failure = read(name, most, ARGV[a + 4 * i + 1])
      cells[name] = cell
    end
    if failure then
      allowed, decisive, refusable = -1, failure, false
    elseif refusable then
      local missing = cost - ROUNDING - (most - cell[HELD] - cell[USED])
      if missing > 0 then
        local ms = cost > most and NEVER or cell[ENDS] or ceil(missing / cell[SPEED] / 1000)
        if ms > wait then
          decisive, wait = i, ms
        end
        allowed = 0
      end
    end
  end
  reply[r + 1], reply[r + 2], reply[r + 3] = allowed, decisive, wait
  local head, least = r, nil
  r = r + 3
  for i = 1, limits do
    local name, most, lease = KEYS[k + i], tonumber(ARGV[a + 4 * i]), tonumber(ARGV[a + 4 * i + 2])
    local left, reset, leased = 0, 0, 0
    if allowed >= 0 then
      local cell = cells[name]
      local count, speed = cell[USED], cell[SPEED]
      if allowed == 1 then
        count = max(0, count + tonumber(ARGV[a + 4 * i - 1]))
        if lease > 0 then
          local back = cell[SPAN] * speed
          leased = min(lease, floor((most - back - count) / LEASE_PART))
          if leased >= LEAST_LEASE then
            count, cell[HELD] = count + leased, back
          else
            leased = 0
          end
        end
        cell[USED] = count
        if not cell[CHANGED] then
          changes = changes + 1
          changed[changes], cell[CHANGED] = name, true
        end
      end
      left = max(0, floor(most - cell[HELD] - count + ROUNDING))
      reset = count > 0 and (cell[ENDS] or ceil(count / speed / 1000)) or 0
      if allowed == 1 and (not least or left < least) then
        least, reply[head + 2] = left, i
      end
    end
    reply[r + 1], reply[r + 2], reply[r + 3] = left, reset, leased
    r = r + 3
  end
  k, a = k + limits, a + 2 + 4 * limits
end

for i = 1, changes do
  local cell = cells[changed[i]]
  local leased = cell[HELD] > 0
  local lasts = cell[ENDS] or ceil((cell[USED] / cell[SPEED] + (leased and cell[SPAN] or 0)) / 1000)
  local text = string.format(leased and '%.17g 0%.0f' or '%.17g %.0f', cell[USED], cell[AT])
  redis.call('SET', changed[i], text, 'PX', max(1, lasts))
end
return reply

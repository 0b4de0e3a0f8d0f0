-- Stands in front of a script under test, which is the body of the function below: answers with the names of the KEYS and ARGV that
-- the script did not read, and fails when it reads one that was not passed. "#KEYS" is written "#passed.KEYS" in the script.
local passed, read, plain_ipairs, plain_unpack = { KEYS = KEYS, ARGV = ARGV }, {}, ipairs, unpack
local function watched(name)
  return setmetatable({ name = name }, { __index = function(_, i)
    if not passed[name][i] then
      error(name .. '[' .. i .. '] is read, but not passed')
    end
    read[name .. '[' .. i .. ']'] = true
    return passed[name][i]
  end })
end
local function plain(list)
  local copy = {}
  for i = 1, #(passed[list.name] or {}) do
    copy[i] = list[i]
  end
  return list.name and copy or list
end
local function ipairs(list)
  return plain_ipairs(plain(list))
end
local function unpack(list, from)
  return plain_unpack(plain(list), from)
end
local function script(KEYS, ARGV)
  SCRIPT
end
local reply = script(watched('KEYS'), watched('ARGV'))
if type(reply) == 'table' and reply.err then
  return reply
end
local unread = {}
for name, list in pairs(passed) do
  for i = 1, #list do
    unread[#unread + 1] = not read[name .. '[' .. i .. ']'] and name .. '[' .. i .. ']' or nil
  end
end
return unread

-- Takes a permit for a call within the windows of a rate limiter, if one is free.
--
-- KEYS: the calls of the rate limiter, its hold, the processes of the app
-- ARGV: the call, its lease, the process, the time after which a process no longer counts, the wait while calls are in flight; then, for each
--       window, its number of calls and its length. Times are in microseconds.
-- Returns: the time to wait (0: the permit is granted), the number of calls in the widest window, the number of processes.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function text(number) return string.format('%.0f', number) end

redis.call('ZADD', KEYS[3], text(now), ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now - ARGV[4]))
redis.call('PEXPIRE', KEYS[3], text(math.ceil(ARGV[4] / 1000)))

-- A request that is repeated because its response was lost must not count twice.
redis.call('ZREM', KEYS[1], ARGV[1])

local wait, widest = math.max(redis.call('PTTL', KEYS[2]), 0) * 1000, 0
for i = 6, #ARGV, 2 do
  local calls, length = ARGV[i], tonumber(ARGV[i + 1])
  widest = math.max(widest, length)
  -- A permit is free one window after this call.
  local last = tonumber(redis.call('ZRANGE', KEYS[1], '-' .. calls, '-' .. calls, 'WITHSCORES')[2])
  if last and last > now then
    wait = math.max(wait, tonumber(ARGV[5]))
  elseif last then
    wait = math.max(wait, last + length - now)
  end
end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - widest))
if wait == 0 then
  local keep = math.ceil((ARGV[2] + widest) / 1000)
  redis.call('ZADD', KEYS[1], text(now + ARGV[2]), ARGV[1])
  -- Another process may have longer leases.
  if redis.call('PTTL', KEYS[1]) < keep then redis.call('PEXPIRE', KEYS[1], text(keep)) end
end
return { math.ceil(wait), redis.call('ZCARD', KEYS[1]), redis.call('ZCARD', KEYS[3]) }

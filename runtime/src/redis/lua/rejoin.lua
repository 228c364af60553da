-- Replaces the calls of a process in Redis.
--
-- KEYS: the calls of the rate limiter
-- ARGV: the prefix of the process's calls; the minimum time to keep the calls, in milliseconds; then each call with its age in microseconds.
--       For a call in flight, the age is negative: the remaining time of its lease.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
for _, call in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(call, 1, #ARGV[1]) == ARGV[1] then redis.call('ZREM', KEYS[1], call) end
end
for i = 3, #ARGV, 2 do redis.call('ZADD', KEYS[1], string.format('%.0f', now - ARGV[i + 1]), ARGV[i]) end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1

-- Records that calls got their responses. They count for one window from now on.
--
-- KEYS: the calls of the rate limiter
-- ARGV: the minimum time to keep the calls, in milliseconds; the calls
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000000 + time[2])
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], now, ARGV[i]) end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 1

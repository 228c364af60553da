-- Records until when Feishu may count calls: until now if they got their responses, or until the end of a lease.
--
-- KEYS: the calls of the rate limiter
-- ARGV: the lease in microseconds; how long to keep the calls at least, in milliseconds; the calls
local time = redis.call('TIME')
local last = string.format('%.0f', time[1] * 1000000 + time[2] + ARGV[1])
for i = 3, #ARGV do redis.call('ZADD', KEYS[1], last, ARGV[i]) end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1

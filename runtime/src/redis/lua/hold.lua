-- Makes all processes pause for some milliseconds. A longer hold is kept.
--
-- KEYS: the hold of the rate limiter
-- ARGV: milliseconds
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1

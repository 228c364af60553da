-- Nobody passes a gate for so many milliseconds; a longer hold stays.
--
-- KEYS: the gate's hold
-- ARGV: milliseconds
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1

-- Takes a lease that nobody else has. Asked again because the first answer was lost, its owner still has it.
--
-- KEYS: the lease
-- ARGV: the owner, milliseconds
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
return 0

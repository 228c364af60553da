-- Takes a lease, unless another owner has it. The same owner can repeat the request, because the first response may have been lost.
--
-- KEYS: the lease
-- ARGV: the owner, milliseconds
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
return 0

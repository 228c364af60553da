-- Acquires the leadership, or renews it for another lease.
--
-- KEYS: the leader
-- ARGV: the process, milliseconds
-- Returns: 1 if the process is the leader, 0 otherwise
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1

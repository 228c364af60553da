-- Claims an event, unless another delivery has claimed it or it was processed. The owner may ask again: the first response may have been lost.
--
-- KEYS: the event
-- ARGV: the owner, milliseconds, the value of a processed event
-- Returns: 0 if it is claimed, 1 if it is in progress, 2 if it was processed
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
local value = redis.call('GET', KEYS[1])
if value == ARGV[1] then return 0 end
if value == ARGV[3] then return 2 end
return 1

-- Gives the numbers of seeders and of leechers.
return { redis.call('HLEN', seeders), redis.call('HLEN', leechers) }

"""The programs that are measured, all in one shape.

``Contender(clients, work)`` starts a client that serves the files of ``work``; ``start_fetchers()`` starts those that will fetch,
which then are up and have nothing to do; ``begin()`` tells them to fetch all files; ``complete()`` says whether each has each file
and has verified it, and may be asked often where ``tells`` is true; ``folders`` is where they put them; ``begin_anew()``, which only
ours has, makes another transfer in the same processes possible.
"""

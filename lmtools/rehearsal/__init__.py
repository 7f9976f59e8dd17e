"""A day with invented colleagues: they come in, write, vote and plan over real HTTP, as phones do.

Everything here speaks with a server from outside, as a browser does, and knows nothing of its inside. So a
rehearsal from another machine measures the network in between too. `run.rehearse` is where it begins.
"""

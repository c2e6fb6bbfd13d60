"""Networks of PyTorch: modules that the user names, exported, and ``.pt2`` archives of such exports.

An archive holds its graph as JSON. That is all that is read of it; what is exported here is read in the same way.
"""

"""One file holds a whole notebook, encrypted; with its key a new machine goes on from it.

Restoring runs before there are settings: to load them would make new keys in the empty folder.
So nothing here but `make` and `last` needs Django, and the sentences stand as they are.
"""

"""Named figures: a scoped queryset in, numbers out; each has one definition, a slice, and the list it counts.

Nothing here is stored. How a figure changed since a day is computed from facts that are never taken back: the ledger's
entries, the closures and the extensions. So a change is right for every reader, whatever of the round they see, and a
correction of the past shows at once in both numbers.
"""

"""Proofs about a tenant's log: the leaf of each event, and the check of the whole log."""

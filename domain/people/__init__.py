"""Persons and households: registration, identity numbers, duplicates, moves, consent."""

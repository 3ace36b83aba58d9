"""A small view as a release has it: what was sent, and what is in it."""

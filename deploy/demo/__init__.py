"""The demo: the facts of five public documents, loaded through the public commands."""

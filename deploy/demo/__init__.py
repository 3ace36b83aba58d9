"""The demo: the facts of five public documents and two invented years, through the commands."""

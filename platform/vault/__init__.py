"""The vault: personal values sealed in events, and the keys that can be destroyed one by one."""
